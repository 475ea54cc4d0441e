using FlowActors.Runtime.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlowActors.Http.Health;

/// <summary>Whether the nodes of a host are in their cluster.</summary>
internal sealed class ClusterCheck(IServedNode host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        host.IsInCluster ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("A node of this host is not in the cluster: it is on its way in or out."));
}

using FlowActors.Http.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlowActors;

/// <summary>The health of a host among the health checks of an application.</summary>
public static class FlowActorsHealth
{
    /// <summary>
    /// Adds the checks <c>cluster</c>, whether all nodes of the host are in their cluster, and <c>job-manager</c>, whether it answers; both with the tag <c>ready</c>.
    /// </summary>
    /// <param name="checks">The application's checks.</param>
    /// <param name="host">Whose health.</param>
    public static IHealthChecksBuilder AddFlowActors(this IHealthChecksBuilder checks, FlowActorsHost host)
    {
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(host);
        return checks
            .AddCheck("cluster", new ClusterCheck(host), HealthStatus.Unhealthy, [HealthEndpoints.Ready])
            .AddCheck("job-manager", new JobManagerCheck(host.Jobs), HealthStatus.Unhealthy, [HealthEndpoints.Ready]);
    }
}

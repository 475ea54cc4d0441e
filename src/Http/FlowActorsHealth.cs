using FlowActors.Http;
using FlowActors.Http.Health;
using FlowActors.Runtime.Hosting;
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
        return checks.AddFlowActors(_ => host);
    }

    /// <summary>
    /// Adds the same checks for the application's node, as <see cref="FlowActorsServices.AddFlowActors(IServiceCollection, Action{FlowActorsOptions})"/> has made it.
    /// </summary>
    /// <param name="checks">The application's checks.</param>
    public static IHealthChecksBuilder AddFlowActors(this IHealthChecksBuilder checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.AddFlowActors(ServedNodes.Of);
    }

    internal static IHealthChecksBuilder AddFlowActors(this IHealthChecksBuilder checks, Func<IServiceProvider, IServedNode> node) => checks
        .Add(Ready("cluster", services => new ClusterCheck(node(services))))
        .Add(Ready("job-manager", services => new JobManagerCheck(node(services).Jobs)));

    private static HealthCheckRegistration Ready(string name, Func<IServiceProvider, IHealthCheck> check) => new(name, check, HealthStatus.Unhealthy, [HealthEndpoints.Ready]);
}

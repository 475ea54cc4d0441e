using FlowActors.Http;
using FlowActors.Http.Metrics;
using FlowActors.Http.OpenApi;
using FlowActors.Http.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlowActors;

/// <summary>The engine's metrics for Prometheus, in an application of ASP.NET Core.</summary>
public static class FlowActorsMetricsEndpoint
{
    /// <summary>
    /// Adds <c>GET metrics</c>: all metrics of the engine in this process, of the meter <c>FlowActors</c>, in Prometheus' text format. Who may ask is the application's business.
    /// </summary>
    /// <param name="endpoints">The application, or a group of its routes.</param>
    /// <returns>What holds for this endpoint.</returns>
    public static IEndpointConventionBuilder MapFlowActorsMetrics(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup("/").AddEndpointFilter(new Problems());
        IEndpointConventionBuilder all = group;
        all.Add(EndpointAccess.Tell);
        all.Add(EndpointTags.Add);
        MetricsEndpoint.Map(group);
        return group;
    }
}

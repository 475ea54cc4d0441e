using FlowActors.Http;
using FlowActors.Http.Jobs;
using FlowActors.Http.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlowActors;

/// <summary>The engine's endpoints in an application of ASP.NET Core.</summary>
public static class FlowActorsEndpoints
{
    /// <summary>
    /// Adds the jobs of a host and the state that they let others read, with paths below that of the route builder: <c>GET jobs</c>, and below <c>jobs/{job}/</c> the paths
    /// <c>state</c>, <c>state/{name}/{key}</c> and <c>state/{name}?key=JSON</c>, the same below <c>operators/{uid}/</c>, <c>state/{name}</c> page by page, and with <c>/watch</c> behind a
    /// key its changes. Who may ask is the application's business:
    /// the builder that is returned takes authorization for all of them.
    /// </summary>
    /// <param name="endpoints">The application, or a group of its routes.</param>
    /// <param name="host">Whose jobs; it outlives the application.</param>
    /// <returns>What holds for all of these endpoints.</returns>
    public static IEndpointConventionBuilder MapFlowActors(this IEndpointRouteBuilder endpoints, FlowActorsHost host)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(host);
        var group = endpoints.MapGroup("/").AddEndpointFilter(new Problems());
        var jobs = new JobFinder(host.Jobs);
        new JobEndpoints(host.Jobs).Map(group);
        new WatchEndpoints(jobs, new StateFinder(host.Jobs.State), host.Jobs.Watches).Map(group);
        new StateEndpoints(jobs, new StateFinder(host.Jobs.State), host.Jobs.State, new CheckpointFinder(host.Jobs.CheckpointState)).Map(group);
        return group;
    }
}

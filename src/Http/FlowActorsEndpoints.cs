using FlowActors.Files;
using FlowActors.Http;
using FlowActors.Http.Checkpoints;
using FlowActors.Http.Jobs;
using FlowActors.Http.Metrics;
using FlowActors.Http.Nodes;
using FlowActors.Http.OpenApi;
using FlowActors.Http.Operations;
using FlowActors.Http.Rescales;
using FlowActors.Http.Savepoints;
using FlowActors.Http.Server;
using FlowActors.Http.State;
using FlowActors.Http.Submission;
using FlowActors.Http.Upgrades;
using FlowActors.Http.Vertices;
using FlowActors.Http.Why;
using FlowActors.Runtime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowActors;

/// <summary>The engine's endpoints in an application of ASP.NET Core.</summary>
public static class FlowActorsEndpoints
{
    /// <summary>
    /// Adds the jobs of a host with what starts, shows, saves and stops them, and the state that they let others read, with paths below that of the route builder: <c>docs/rest.md</c> and
    /// <c>docs/queries.md</c> list them. Who may ask is the application's business: the builder that is returned takes authorization for all of them, and the
    /// <see cref="FlowActorsAccess"/> in the metadata of each says whether it reads or acts.
    /// </summary>
    /// <param name="endpoints">The application, or a group of its routes.</param>
    /// <param name="host">Whose jobs; it outlives the application.</param>
    /// <returns>What holds for all of these endpoints.</returns>
    public static IEndpointConventionBuilder MapFlowActors(this IEndpointRouteBuilder endpoints, FlowActorsHost host)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(host);
        return endpoints.MapFlowActors((IServedNode)host);
    }

    /// <summary>
    /// Adds the jobs of the cluster that the application's node is in, as <see cref="FlowActorsServices.AddFlowActors(IServiceCollection, Action{FlowActorsOptions})"/> has made it; else the
    /// same as with a host. Before the node has started requests are a 503.
    /// </summary>
    /// <param name="endpoints">The application, or a group of its routes.</param>
    /// <returns>What holds for all of these endpoints.</returns>
    /// <exception cref="InvalidOperationException">The application has no node.</exception>
    public static IEndpointConventionBuilder MapFlowActors(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return endpoints.MapFlowActors(ServedNodes.Of(endpoints.ServiceProvider));
    }

    internal static IEndpointConventionBuilder MapFlowActors(this IEndpointRouteBuilder endpoints, IServedNode host)
    {
        var group = endpoints.MapGroup("/").AddEndpointFilter(new Problems()).AddEndpointFilter(new RefusalLog(host.Loggers.CreateLogger("FlowActors.Http")));
        IEndpointConventionBuilder all = group;
        all.Add(EndpointAccess.Tell);
        all.Add(EndpointTags.Add);
        all.Add(ProblemDescriptions.Add);
        all.Finally(StateDescriptions.Describe);
        var jobs = new JobFinder(host.Jobs);
        var states = new StateFinder(host.Jobs.State.StatesAsync, host.Jobs.ViewAsync);
        new NodeEndpoints(host.Jobs, TimeProvider.System).Map(group);
        new JobEndpoints(host.Jobs).Map(group);
        new JobDetailEndpoints(jobs, host.Jobs, host.Configuration).Map(group);
        new StateEndpoints(
            jobs,
            new RecentJobs(jobs, TimeProvider.System),
            states,
            host.Jobs.State,
            new CheckpointFinder(host.Jobs.CheckpointState),
            host.Http.Limits.ScanLimitMax).Map(group);
        new WatchEndpoints(jobs, states, host.Jobs.Watches, host.Http.Limits.WatchersMax).Map(group);
        var folders = new SavepointFolders(host.Http.SavepointFolders, host.CheckpointFolder);
        new SubmissionEndpoints(jobs, host.Jobs, folders).Map(group);
        new OperationEndpoints(jobs, host.Jobs, folders).Map(group);
        new RescaleEndpoints(jobs, host.Jobs.Rescales).Map(group);
        new UpgradeEndpoints(jobs, host.Jobs.Upgrades).Map(group);
        new SavepointEndpoints(host.Jobs, folders, new SavepointFiles(new LocalFileSystem())).Map(group);
        new CheckpointEndpoints(jobs, host.Jobs.Snapshots).Map(group);
        var vertices = new VertexFinder(jobs, host.Jobs.Insight);
        new VertexEndpoints(vertices).Map(group);
        new MetricEndpoints(vertices).Map(group);
        new WhyEndpoints(vertices).Map(group);
        return group;
    }
}

using System.Reflection;
using FlowActors.Graph;
using FlowActors.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FlowActors;

/// <summary>
/// How <see cref="FlowActorsServices.AddFlowActors(IServiceCollection, Action{FlowActorsOptions})"/> sets a node up. Filled in
/// by one thread.
/// </summary>
public sealed class FlowActorsOptions
{
    internal List<HostedJob> Jobs { get; } = [];

    /// <summary>How subtasks run, and over which transport. Default: they run operators, over the node's own.</summary>
    internal Func<NodeParts, SubtaskHosting> Subtasks { get; set; } = OperatorHosting.Create;

    /// <summary>
    /// The addresses of the cluster's first nodes, for example <c>10.0.0.1:4053</c> or <c>akka.tcp://flowactors@10.0.0.1:4053</c>, the same list on every
    /// node. Empty (default): the node is a cluster of its own and runs embedded.
    /// </summary>
    public IList<string> SeedNodes { get; } = [];

    /// <summary>
    /// The folder that jobs are written down in; made when it is not there, used by one process at a time. Null (default) keeps
    /// everything in memory.
    /// </summary>
    public string? DataFolder { get; set; }

    /// <summary>
    /// Settings in HOCON that come before the defaults; <c>hocon/reference.conf</c> names them all. When the host starts, text
    /// that is not HOCON is refused, and so is a key that nobody reads. <c>include "path"</c> takes a file, looked for from the
    /// working directory; <c>${NAME}</c> and <c>${?NAME}</c> take another key or an environment variable. Null (default) for none.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>What new programs start with.</summary>
    public JobSettings DefaultSettings { get; set; } = new();

    /// <summary>Registers a job by name; it is made with services of the host. Every node of a cluster registers the same jobs.</summary>
    /// <returns>These options.</returns>
    public FlowActorsOptions AddJob<TJob>(string name)
        where TJob : class, IStreamJob =>
        AddJob(name, services => ActivatorUtilities.CreateInstance<TJob>(services), typeof(TJob).Assembly);

    /// <summary>Registers a job by name.</summary>
    /// <param name="name">The name, used once.</param>
    /// <param name="create">Makes the job; called whenever a graph is built, from any thread.</param>
    /// <returns>These options.</returns>
    public FlowActorsOptions AddJob(string name, Func<IServiceProvider, IStreamJob> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return AddJob(name, create, create.Method.Module.Assembly);
    }

    private FlowActorsOptions AddJob(string name, Func<IServiceProvider, IStreamJob> create, Assembly assembly)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Jobs.Add(new HostedJob(name, create, assembly));
        return this;
    }
}

/// <summary>A registered job and the assembly whose build all nodes must share.</summary>
internal sealed record HostedJob(string Name, Func<IServiceProvider, IStreamJob> Create, Assembly Assembly);

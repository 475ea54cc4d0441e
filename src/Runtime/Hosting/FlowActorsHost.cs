using FlowActors.Runtime.Client;
using FlowActors.Runtime.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors;

/// <summary>
/// The engine inside this process: a cluster of one or more nodes that runs jobs made of lambdas and registered ones.
/// Thread-safe. Disposing cancels the jobs that run and stops all nodes.
/// </summary>
public sealed class FlowActorsHost : IServedNode, IAsyncDisposable
{
    private readonly EmbeddedCluster _cluster;
    private readonly JobExecutor _executor;

    private readonly int _node;

    private FlowActorsHost(EmbeddedCluster cluster, JobExecutor executor, int node = 0)
    {
        _cluster = cluster;
        _executor = executor;
        _node = node;
    }

    /// <summary>Runs programs that were built elsewhere.</summary>
    public IJobExecutor Executor => _executor;

    /// <summary>The jobs of the host, for who serves them to others.</summary>
    internal JobExecutor Jobs => _executor;

    JobExecutor IServedNode.Jobs => _executor;

    ILoggerFactory IServedNode.Loggers => _cluster.Nodes[_node].Setup.Loggers;

    NodeConfiguration IServedNode.Configuration => _cluster.Configuration;

    HttpSettings IServedNode.Http => _cluster.Settings.Http;

    string? IServedNode.CheckpointFolder => _cluster.Settings.Journal.CheckpointFolder;

    bool IServedNode.IsInCluster => _cluster.IsWhole;

    /// <summary>Starts a host; it takes jobs when this returns.</summary>
    /// <param name="options">Null for the defaults: one node, everything in memory.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="JobValidationException">An option or setting is wrong, a port is taken, or the data folder cannot be used.</exception>
    /// <exception cref="TimeoutException">The nodes did not find each other in time.</exception>
    public static Task<FlowActorsHost> StartEmbeddedAsync(EmbeddedOptions? options = null, CancellationToken cancellationToken = default) =>
        StartAsync(options ?? new EmbeddedOptions(), OperatorHosting.Create, cancellationToken);

    internal static async Task<FlowActorsHost> StartAsync(
        EmbeddedOptions options, Func<NodeParts, SubtaskHosting> subtasks, CancellationToken cancellationToken = default)
    {
        var cluster = await EmbeddedCluster.StartAsync(options, subtasks, cancellationToken).ConfigureAwait(false);
        return new FlowActorsHost(cluster, cluster.CreateExecutor(options.DefaultSettings));
    }

    internal EmbeddedCluster Cluster => _cluster;

    /// <summary>The same host, asked through another of its nodes. It is not disposed of.</summary>
    /// <param name="node">The node, from 0.</param>
    internal FlowActorsHost At(int node) => new(_cluster, _cluster.CreateExecutor(_executor.DefaultSettings, node), node);

    /// <summary>An environment to write one program in and execute it here.</summary>
    public StreamExecutionEnvironment CreateEnvironment() => new(_executor);

    /// <summary>Starts a registered job; returns as soon as it is accepted.</summary>
    /// <param name="registeredName">The name it was registered by.</param>
    /// <param name="arguments">Its arguments; null for none.</param>
    /// <param name="jobName">The name of this run; null takes the registered one.</param>
    /// <param name="cancellationToken">Gives the submission up.</param>
    /// <exception cref="JobValidationException">There is no such job, or it cannot run with these arguments.</exception>
    public Task<IJobClient> SubmitAsync(
        string registeredName,
        IReadOnlyDictionary<string, string>? arguments = null,
        string? jobName = null,
        CancellationToken cancellationToken = default) =>
        _executor.SubmitAsync(registeredName, arguments, jobName, cancellationToken);

    /// <summary>Starts a registered job from a savepoint; returns as soon as it is accepted.</summary>
    /// <param name="registeredName">The name it was registered by.</param>
    /// <param name="from">What it begins with.</param>
    /// <param name="arguments">Its arguments; null for none.</param>
    /// <param name="jobName">The name of this run; null takes the registered one.</param>
    /// <param name="cancellationToken">Gives the submission up.</param>
    /// <exception cref="JobValidationException">There is no such job, or it cannot run with these arguments.</exception>
    public Task<IJobClient> SubmitAsync(
        string registeredName,
        SavepointRestore from,
        IReadOnlyDictionary<string, string>? arguments = null,
        string? jobName = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        return _executor.SubmitAsync(registeredName, arguments, jobName, cancellationToken, from);
    }

    /// <summary>
    /// Goes on with a job that an earlier run on the same data folder has left, or that is <see cref="JobStatus.Suspended"/> for another reason: from its
    /// last checkpoint, by its present code. One that runs is left alone.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="arguments">Its arguments from here on; null for those that it had. The job decides which of them may differ.</param>
    /// <param name="cancellationToken">Gives the waiting for the answer up.</param>
    /// <returns>The checkpoint that it goes on from; null when none is kept. Whether it can go on is told by its status and exceptions.</returns>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public Task<long?> ResumeAsync(JobId job, IReadOnlyDictionary<string, string>? arguments = null, CancellationToken cancellationToken = default) =>
        _executor.ResumeAsync(job, arguments, cancellationToken);

    /// <summary>What a job was submitted as, and which checkpoint or savepoint it began with.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public Task<JobDescription> DescribeAsync(JobId job, CancellationToken cancellationToken = default) => _executor.DescribeAsync(job, cancellationToken);

    /// <summary>The jobs that are remembered, ended ones and those of earlier runs on the same data folder included.</summary>
    public Task<IReadOnlyList<IJobClient>> GetJobsAsync(CancellationToken cancellationToken = default) =>
        _executor.GetJobsAsync(cancellationToken);

    /// <summary>Cancels the jobs that run, waits a short while for them, and stops all nodes. May be called more than once.</summary>
    public ValueTask DisposeAsync() => _cluster.StopAsync(_executor);
}

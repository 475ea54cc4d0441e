using FlowActors.Graph;
using FlowActors.Runtime.Client.Watching;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.State;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>Submits programs and registered jobs, and finds those that were submitted.</summary>
internal sealed class JobExecutor(
    ControlClient control, JobCatalog catalog, HeldJobs held, JobSettings defaultSettings, ILogger log) : IJobExecutor
{
    private static readonly Dictionary<string, string> NoArguments = [];

    public JobSettings DefaultSettings => defaultSettings;

    /// <summary>Asks the nodes about themselves.</summary>
    public NodeClient Nodes { get; } = new(control);

    /// <summary>Reads the state of running jobs.</summary>
    public StateClient State => Watches.States;

    /// <summary>Watches keys of the state of running jobs.</summary>
    public StateWatches Watches { get; } = new(control, new StateClient(control));

    /// <summary>Reads the state of jobs as it was at a checkpoint.</summary>
    public CheckpointStateClient CheckpointState { get; } = new(control);

    /// <summary>Takes snapshots of jobs, and shows them.</summary>
    public SnapshotClient Snapshots { get; } = new(control);

    /// <summary>Gives running jobs another parallelism.</summary>
    public RescaleClient Rescales { get; } = new(control);

    /// <summary>Brings jobs to the build of the node that is asked through.</summary>
    public UpgradeClient Upgrades => new(control, this);

    /// <summary>Deletes savepoints.</summary>
    public DisposalClient Disposals { get; } = new(control, new NodeClient(control));

    /// <summary>The names of the registered jobs, in order.</summary>
    public IReadOnlyList<string> Registered => catalog.Names;

    /// <summary>Looks at what jobs are doing.</summary>
    public InsightClient Insight { get; } = new(control);

    public async Task<IJobClient> SubmitAsync(StreamGraph graph, CancellationToken cancellationToken = default)
    {
        control.ThrowIfNotRunning();
        var spec = JobSpecCheck.Check(new JobSpec(JobId.Create(), graph.JobName, null, NoArguments));
        catalog.AddLocal(spec.Id, graph, Check(graph));
        try
        {
            return await SubmitAsync(spec, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JobValidationException or ObjectDisposedException)
        {
            catalog.Remove(spec.Id);
            throw;
        }
    }

    /// <summary>Submits a registered job; it is built here first, so that what is wrong with it is told at once.</summary>
    /// <exception cref="JobValidationException">There is no such job, or it cannot run with these arguments.</exception>
    public async Task<IJobClient> SubmitAsync(
        string registeredName,
        IReadOnlyDictionary<string, string>? arguments,
        string? jobName,
        CancellationToken cancellationToken,
        SavepointRestore? origin = null,
        int? parallelism = null)
    {
        control.ThrowIfNotRunning();
        if (parallelism is < 1 or > KeyGroups.MaxParallelismUpperBound)
            throw new JobValidationException($"A parallelism of {parallelism} is not possible: it must be between 1 and {KeyGroups.MaxParallelismUpperBound}.");
        var spec = JobSpecCheck.Check(new JobSpec(JobId.Create(), jobName ?? registeredName, registeredName, arguments ?? NoArguments)
        {
            From = origin is null ? null : origin with { Path = Path.GetFullPath(origin.Path) },
            AskedParallelism = parallelism,
        });
        Check(catalog.Build(registeredName, spec.JobName, spec.Arguments, parallelism));
        return await SubmitAsync(spec, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops a job, whatever it does; one that has ended is left alone.</summary>
    public Task CancelAsync(JobId job, CancellationToken cancellationToken) => control.AskAsync<CancelTaken>(new CancelJob(job), cancellationToken);

    /// <summary>Goes on with a job that stands still.</summary>
    public async Task<long?> ResumeAsync(JobId job, IReadOnlyDictionary<string, string>? arguments, CancellationToken cancellationToken) =>
        (await control.AskAsync<ResumeTaken>(new ResumeJob(job, arguments), cancellationToken).ConfigureAwait(false)).Checkpoint;

    /// <summary>What a job was submitted as.</summary>
    public async Task<JobDescription> DescribeAsync(JobId job, CancellationToken cancellationToken)
    {
        var view = await control.AskAsync<JobView>(new GetJob(job), cancellationToken).ConfigureAwait(false);
        return new JobDescription(job, view.Job.JobName, view.Job.RegisteredName, view.Job.Arguments) { RestoredCheckpoint = view.Restored };
    }

    /// <summary>What a job began with, null for nothing, and the last of its checkpoints that are kept, null for none.</summary>
    public async Task<(SavepointRestore? From, long? Kept)> OriginOfAsync(JobId job, CancellationToken cancellationToken)
    {
        var view = await control.AskAsync<JobView>(new GetJob(job), cancellationToken).ConfigureAwait(false);
        return (view.Job.From, view.Checkpoint);
    }

    /// <summary>The jobs that are remembered, in the order of submission.</summary>
    public async Task<IReadOnlyList<IJobClient>> GetJobsAsync(CancellationToken cancellationToken) =>
        [.. (await LinesAsync(cancellationToken).ConfigureAwait(false)).Select(j => ClientOf(j.Job))];

    /// <summary>The jobs that are remembered, with their names and where they stand, in the order of submission.</summary>
    /// <param name="idOrName">Only those that have it as their id or name; null for all.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public async Task<IReadOnlyList<(JobId Id, string Name, JobStatus Status)>> ListAsync(string? idOrName, CancellationToken cancellationToken)
    {
        var lines = await LinesAsync(cancellationToken).ConfigureAwait(false);
        return await Task.WhenAll(lines.Where(l => idOrName is null || l.Job.Id.ToString() == idOrName || l.Job.JobName == idOrName).Select(StatusAsync)).ConfigureAwait(false);

        async Task<(JobId Id, string Name, JobStatus Status)> StatusAsync(JobLine line) => (line.Job.Id, line.Job.JobName, line.End
            ?? (await control.AskAsync<JobView>(new GetJob(line.Job.Id), cancellationToken).ConfigureAwait(false)).Status);
    }

    /// <summary>Where a job stands.</summary>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public Task<JobView> ViewAsync(JobId job, CancellationToken cancellationToken) => control.AskAsync<JobView>(new GetJob(job), cancellationToken);

    /// <summary>
    /// The plan of a job; null where nobody in this process can build it (any more): it was written as lambdas elsewhere or has ended, or its present code cannot be built. Runs user code.
    /// </summary>
    public ExecutionGraph? TryPlan(JobView job)
    {
        try
        {
            if (!catalog.CanBuild(job.Job)) return null;
            // The plan of one that has ended is made anew, and kept by nobody.
            return job.Status.IsEnd() && job.Job.RegisteredName is not null ? catalog.Plan(job.Job) : catalog.Resolve(job.Job);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>The jobs that have not ended.</summary>
    /// <param name="isLeftBehind">Which of them are passed over.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public async Task<IReadOnlyList<IJobClient>> GetRunningJobsAsync(Func<JobSpec, bool> isLeftBehind, CancellationToken cancellationToken) =>
    [
        .. (await LinesAsync(cancellationToken).ConfigureAwait(false))
            .Where(j => j.End is null && !isLeftBehind(j.Job)).Select(j => ClientOf(j.Job)),
    ];

    private JobGraph Check(StreamGraph program)
    {
        var graph = JobPlanner.Plan(program);
        if (graph.Settings.StateBackend is { } backend && !StateBackends.Names.Contains(backend))
        {
            throw new JobValidationException(
                $"Job '{graph.JobName}' asks for the state backend '{backend}', which there is not; there is: " +
                $"{string.Join(", ", StateBackends.Names)}.");
        }

        JobNames.CheckUids(graph);
        JobPlanner.Validate(graph);
        foreach (var (source, sink) in UnseenResults.Find(program))
            ControlLog.ResultsUnseen(log, graph.JobName, sink.Id, sink.Name, source.Id, source.Name);
        return graph;
    }

    private async Task<IReadOnlyList<JobLine>> LinesAsync(CancellationToken cancellationToken)
    {
        var lines = new List<JobLine>();
        while (true)
        {
            var page = await control.AskAsync<Jobs>(new GetJobs(lines is [.., var last] ? last.Number : 0), cancellationToken).ConfigureAwait(false);
            lines.AddRange(page.All);
            if (!page.More) return lines;
        }
    }

    // Held before it is submitted: it may end, and be forgotten, before the answer arrives.
    private async Task<IJobClient> SubmitAsync(JobSpec spec, CancellationToken cancellationToken)
    {
        var client = ClientOf(spec);
        await control.AskAsync<JobAccepted>(new SubmitJob(spec), cancellationToken).ConfigureAwait(false);
        return client;
    }

    /// <summary>A handle on a job.</summary>
    public JobClient ClientOf(JobSpec job) => new(job.Id, job.JobName, control, held.Take(job.Id));
}

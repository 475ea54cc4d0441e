using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Subtasks;
using FlowActors.State;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>A job as its submitter and others see it, over the job manager.</summary>
/// <param name="jobId">The job.</param>
/// <param name="jobName">Its name.</param>
/// <param name="control">The way to the job manager.</param>
/// <param name="held">Keeps the job from being forgotten for as long as this client lives.</param>
internal sealed class JobClient(JobId jobId, string jobName, ControlClient control, HeldJob held) : IJobClient
{
    // Of a savepoint: all subtasks are told.
    private const int PathLengthMax = 4_096;

    private readonly FiguresClient _figures = new(control);

    public JobId JobId => jobId;

    public string JobName => jobName;

    public async Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        (await ViewAsync(cancellationToken).ConfigureAwait(false)).Status;

    public Task CancelAsync(CancellationToken cancellationToken = default) =>
        control.AskAsync<CancelTaken>(new CancelJob(jobId), cancellationToken);

    public async Task<long> TriggerCheckpointAsync(CancellationToken cancellationToken = default) =>
        (await SnapshotAsync(CheckpointKind.Checkpoint, null, SnapshotForm.Canonical, cancellationToken).ConfigureAwait(false)).Checkpoint!.Value;

    public Task TriggerSavepointAsync(string path, SnapshotForm form = SnapshotForm.Canonical, CancellationToken cancellationToken = default) =>
        SnapshotAsync(CheckpointKind.Savepoint, path, form, cancellationToken);

    public Task StopWithSavepointAsync(string path, bool drain = false, SnapshotForm form = SnapshotForm.Canonical, CancellationToken cancellationToken = default) =>
        SnapshotAsync(drain ? CheckpointKind.DrainWithSavepoint : CheckpointKind.StopWithSavepoint, path, form, cancellationToken);

    private async Task<SnapshotAnswer> SnapshotAsync(CheckpointKind kind, string? path, SnapshotForm form, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(form)) throw new ArgumentOutOfRangeException(nameof(form), form, "It is no form of a snapshot: Canonical or Native.");
        if (path is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(path);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Path.GetFullPath(path).Length, PathLengthMax, nameof(path));
        }

        var request = new TakeSnapshot(jobId, Guid.NewGuid().ToString("n"), kind, path is null ? null : Path.GetFullPath(path)) { IsNative = form == SnapshotForm.Native };
        var answer = await control.WaitAsync<SnapshotAnswer>(request, cancellationToken).ConfigureAwait(false);
        return answer.Failure is { } failure ? throw new CheckpointException(jobId, jobName, failure) : answer;
    }

    public async Task<JobResult> WaitForEndAsync(CancellationToken cancellationToken = default)
    {
        held.Await();
        var view = await control.WaitAsync<JobView>(new AwaitJobEnd(jobId), cancellationToken).ConfigureAwait(false);
        return view.Status switch
        {
            JobStatus.Finished => new JobResult(jobId, (view.EndedAt - view.StartedAt).GetValueOrDefault(), ToObjects(view.Accumulators)),
            JobStatus.Cancelled => throw new JobCancelledException(jobId, jobName),
            _ => throw Failed(view),
        };
    }

    public async Task<IReadOnlyDictionary<string, object>> GetAccumulatorsAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
            if (view.Status == JobStatus.Finished) return ToObjects(view.Accumulators);
            var sums = new Dictionary<string, AccumulatorValue>();
            foreach (var (_, subtask) in await _figures.AskAsync(jobId, view.Attempts, cancellationToken).ConfigureAwait(false))
                Accumulator.AddTo(sums, subtask.Accumulators);

            // A job that went on while the nodes were asked is asked again: sums belong to attempts, the last ones to the job's end.
            var after = await ViewAsync(cancellationToken).ConfigureAwait(false);
            if (after.Attempts.SequenceEqual(view.Attempts) && after.Status != JobStatus.Finished) return ToObjects(sums);
        }
    }

    public async Task<IReadOnlyList<SubtaskMetrics>> GetMetricsAsync(CancellationToken cancellationToken = default)
    {
        var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        var figures = await _figures.AskAsync(jobId, view.Attempts, cancellationToken).ConfigureAwait(false);
        return
        [
            .. figures.Select(f => new SubtaskMetrics(f.Figures.Vertex, f.Figures.Id.Index, f.Node, f.Figures.Metrics))
                .OrderBy(s => s.Vertex, StringComparer.Ordinal).ThenBy(s => s.Subtask),
        ];
    }

    public async Task<IReadOnlyList<JobFailure>> GetExceptionsAsync(CancellationToken cancellationToken = default) =>
        [.. (await ViewAsync(cancellationToken).ConfigureAwait(false)).Failures.Select(ToFailure)];

    private async Task<JobView> ViewAsync(CancellationToken cancellationToken)
    {
        var view = await control.AskAsync<JobView>(new GetJob(jobId), cancellationToken).ConfigureAwait(false);
        if (view.Status.IsEnd()) held.Await();
        return view;
    }

    private JobFailedException Failed(JobView view)
    {
        var failure = view.Failures[^1];
        return new JobFailedException(jobId, jobName, ToFailure(failure), held.Cause ?? ToException(failure.Cause));
    }

    private static RemoteException? ToException(SubtaskFailure cause) =>
        cause.IsNoticed ? null : new RemoteException(cause.Type, cause.Message, cause.Details);

    private static JobFailure ToFailure(AttemptFailure f) =>
        new(f.Attempt, f.Cause.Operator, f.Subtask, $"{f.Cause.Type}: {f.Cause.Message}", f.Cause.Details, f.At) 
        {
            Position = f.Cause.Position,
            Record = f.Cause.Record,
        };

    private static Dictionary<string, object> ToObjects(IReadOnlyDictionary<string, AccumulatorValue> values) =>
        values.ToDictionary(v => v.Key, v => Accumulator.ToObject(v.Value));
}

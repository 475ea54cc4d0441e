using FlowActors.Runtime.Control;
using FlowActors.Runtime.Tasks;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>A job as its submitter and others see it, over the job manager.</summary>
internal sealed class JobClient(JobId jobId, string jobName, ControlClient control) : IJobClient
{
    public JobId JobId => jobId;

    public string JobName => jobName;

    public async Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        (await ViewAsync(cancellationToken).ConfigureAwait(false)).Status;

    public Task CancelAsync(CancellationToken cancellationToken = default) =>
        control.AskAsync<CancelTaken>(new CancelJob(jobId), cancellationToken);

    public async Task<JobResult> WaitForEndAsync(CancellationToken cancellationToken = default)
    {
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
        var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        if (view.Status.IsEnd()) return ToObjects(view.Accumulators);
        var sums = new Dictionary<string, AccumulatorValue>();
        foreach (var node in await control.AskNodesAsync(jobId, cancellationToken).ConfigureAwait(false))
        {
            foreach (var subtask in node.Subtasks) Accumulator.AddTo(sums, subtask.Accumulators);
        }

        // A job that ended while the nodes were asked has its sums from its coordinator alone.
        view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        return ToObjects(view.Status.IsEnd() ? view.Accumulators : sums);
    }

    public async Task<IReadOnlyList<SubtaskMetrics>> GetMetricsAsync(CancellationToken cancellationToken = default)
    {
        var nodes = await control.AskNodesAsync(jobId, cancellationToken).ConfigureAwait(false);
        return
        [
            .. nodes.SelectMany(n => n.Subtasks.Select(s => new SubtaskMetrics(s.Vertex, s.Subtask, n.Node, s.Metrics)))
                .OrderBy(s => s.Vertex, StringComparer.Ordinal).ThenBy(s => s.Subtask),
        ];
    }

    public async Task<IReadOnlyList<JobFailure>> GetExceptionsAsync(CancellationToken cancellationToken = default) =>
        [.. (await ViewAsync(cancellationToken).ConfigureAwait(false)).Failures.Select(ToFailure)];

    private Task<JobView> ViewAsync(CancellationToken cancellationToken) => control.AskAsync<JobView>(new GetJob(jobId), cancellationToken);

    private JobFailedException Failed(JobView view)
    {
        var failure = view.Failures[^1];
        var cause = failure.Cause;
        return new JobFailedException(
            jobId, jobName, ToFailure(failure), cause.Original ?? new RemoteException(cause.Type, cause.Message, cause.Details));
    }

    private static JobFailure ToFailure(AttemptFailure f) =>
        new(f.Attempt, f.Cause.Operator, f.Subtask, $"{f.Cause.Type}: {f.Cause.Message}", f.Cause.Details, f.At) { Record = f.Cause.Record };

    private static Dictionary<string, object> ToObjects(IReadOnlyDictionary<string, AccumulatorValue> values) =>
        values.ToDictionary(v => v.Key, v => Accumulator.ToObject(v.Value));
}

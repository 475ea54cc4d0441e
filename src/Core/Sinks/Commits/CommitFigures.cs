using FlowActors.Functions;

namespace FlowActors.Sinks;

/// <summary>The metrics of a sink's commits, under names after Flink's. Written by the subtask's thread, read by any.</summary>
internal sealed class CommitFigures
{
    private readonly LongCounter _committed;
    private readonly LongCounter _already;
    private readonly LongCounter _retried;
    private readonly LongCounter _failed;
    private int _pending;

    public CommitFigures(IMetricGroup metrics)
    {
        _committed = metrics.Counter("committablesCommitted");
        _already = metrics.Counter("committablesAlreadyCommitted");
        _retried = metrics.Counter("committablesRetried");
        _failed = metrics.Counter("committablesFailed");
        metrics.Gauge("pendingCommittables", () => Volatile.Read(ref _pending));
    }

    /// <summary>How many are not committed yet.</summary>
    public int Pending
    {
        set => Volatile.Write(ref _pending, value);
    }

    public void Count(CommitOutcome outcome) => (outcome switch
    {
        CommitOutcome.Committed => _committed,
        CommitOutcome.AlreadyCommitted => _already,
        CommitOutcome.Retry => _retried,
        _ => _failed,
    }).Add(1);
}

namespace FlowActors.Examples.Nexmark;

/// <summary>Counts the rows that reach the end of the job, and drops them.</summary>
internal sealed class CountedResults : NexmarkResults
{
    public override void Take<TRow>(DataStream<TRow> rows) => rows.Discard().WithUid("counted");

    public override void TakeLast<TRow, TKey>(DataStream<TRow> rows, Func<TRow, TKey> keySelector) => rows.Discard().WithUid("counted");

    public override long Count(JobResult result) =>
        result.Accumulators.TryGetValue(DataStreamSinks.DiscardedAccumulator, out var rows) ? (long)rows : 0;
}

namespace FlowActors.Examples.Nexmark;

/// <summary>Where a query's program sends its rows.</summary>
internal abstract class NexmarkResults
{
    /// <summary>Takes the rows of a query that only adds rows.</summary>
    public abstract void Take<TRow>(DataStream<TRow> rows)
        where TRow : INexmarkRow;

    /// <summary>Takes the rows of a query that updates them: of each key the last one stands.</summary>
    /// <param name="rows">The rows; all of a key from one subtask, in order.</param>
    /// <param name="keySelector">The key of a row.</param>
    public abstract void TakeLast<TRow, TKey>(DataStream<TRow> rows, Func<TRow, TKey> keySelector)
        where TRow : INexmarkRow
        where TKey : notnull;

    /// <summary>How many rows there are, once the job has ended.</summary>
    public abstract long Count(JobResult result);
}

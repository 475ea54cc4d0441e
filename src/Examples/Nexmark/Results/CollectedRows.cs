namespace FlowActors.Examples.Nexmark;

/// <summary>Keeps the final rows in memory, in the form in which results are compared. Thread-safe while subtasks add.</summary>
internal sealed class CollectedRows : NexmarkResults
{
    private readonly Lock _lock = new();

    /// <summary>The rows, once the job has ended.</summary>
    public NexmarkRows Rows { get; } = new();

    public override void Take<TRow>(DataStream<TRow> rows) => rows.SinkTo(new RowSink<TRow>(this), "Rows").WithUid("rows");

    public override void TakeLast<TRow, TKey>(DataStream<TRow> rows, Func<TRow, TKey> keySelector) =>
        rows.SinkTo(new LastRowSink<TRow, TKey>(keySelector, this), "Last Rows").WithUid("rows");

    public override long Count(JobResult result) => Rows.Count;

    /// <summary>Adds what one subtask has.</summary>
    public void Add(List<byte[]> lines)
    {
        lock (_lock) Rows.AddAll(lines);
    }
}

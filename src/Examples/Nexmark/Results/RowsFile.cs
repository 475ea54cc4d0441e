using FlowActors.Examples.Durable;

namespace FlowActors.Examples.Nexmark;

/// <summary>Writes the final rows into a file, by one subtask; it is there when the job has ended.</summary>
/// <param name="path">The file, on a disk that all nodes share.</param>
internal sealed class RowsFile(string path) : NexmarkResults
{
    public override void Take<TRow>(DataStream<TRow> rows) => rows.WriteAsTextFile(path, WrittenRows.TextOf).WithName(OutputOperator.NameOf(path)).WithUid("rows");

    public override void TakeLast<TRow, TKey>(DataStream<TRow> rows, Func<TRow, TKey> keySelector) => Take(
        rows.ReinterpretAsKeyed(keySelector).Process(() => new LastOfKey<TKey, TRow>()).WithName("Last Rows").WithUid("last-rows"));

    public override long Count(JobResult result) => File.ReadLines(path).LongCount();
}

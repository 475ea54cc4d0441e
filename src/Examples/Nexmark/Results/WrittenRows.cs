using System.Text;

namespace FlowActors.Examples.Nexmark;

/// <summary>
/// Keeps the final rows in files of a folder, whose parts belong to the job's checkpoints until it has ended: what reached them comes neither
/// twice nor not at all when it is restored.
/// </summary>
/// <param name="folder">The folder, which is there when the job has ended.</param>
/// <param name="name">What the operator that writes them is called.</param>
internal sealed class WrittenRows(string folder, string name = "Rows") : NexmarkResults
{
    [ThreadStatic]
    private static RowWriter? writer;

    public override void Take<TRow>(DataStream<TRow> rows) => rows.WriteAsText(folder, TextOf).WithName(name).WithUid("rows");

    public override void TakeLast<TRow, TKey>(DataStream<TRow> rows, Func<TRow, TKey> keySelector) => Take(
        rows.ReinterpretAsKeyed(keySelector).Process(() => new LastOfKey<TKey, TRow>()).WithName("Last Rows").WithUid("last-rows"));

    public override long Count(JobResult result) => Read().Count;

    /// <summary>The rows, once the job has ended.</summary>
    public NexmarkRows Read()
    {
        var rows = new NexmarkRows();
        foreach (var file in Directory.EnumerateFiles(folder)) rows.AddLines(File.ReadAllBytes(file));
        return rows;
    }

    /// <summary>Removes the folder.</summary>
    public void Remove() => Directory.Delete(folder, recursive: true);

    /// <summary>The line of a row.</summary>
    public static string TextOf<TRow>(TRow row)
        where TRow : INexmarkRow => Encoding.UTF8.GetString((writer ??= new RowWriter()).Line(row).AsSpan()[..^1]);
}

using System.Globalization;
using FlowActors.Client.Checkpoints;

namespace FlowActors.CommandLine.Checkpoints;

/// <summary>The checkpoints of a job of a running application, for people.</summary>
internal static class CheckpointText
{
    private static readonly string[] s_titles = ["CHECKPOINT", "KIND", "STATUS", "TRIGGERED (UTC)", "MS", "BYTES", "WRITTEN", "SUBTASKS", "KEPT"];
    private static readonly string[] s_parts = ["VERTEX", "SUBTASK", "STATUS", "START MS", "ALIGN MS", "SYNC MS", "ASYNC MS", "BYTES", "WRITTEN", "IN FLIGHT"];

    public static void Write(CheckpointList list, TextWriter output)
    {
        TextTable.Write(output, s_titles, list.UnderWay.Concat(list.History).Select(Line));
        var counts = list.Counts;
        output.WriteLine();
        output.WriteLine(
            $"{ListText.Number(counts.Triggered)} triggered: {ListText.Number(counts.Completed)} completed, {ListText.Number(counts.Failed)} failed, {ListText.Number(counts.InProgress)} under way");
        if (list.Summary is { DurationMs: var took, Bytes: var bytes })
        {
            output.WriteLine($"duration  {Range(took)} ms (least / average / most)");
            output.WriteLine($"size      {Range(bytes)} bytes");
        }

        if (list.Latest.Restored is { } restored) output.WriteLine($"begun with {(restored.Folder is { } folder ? $"the savepoint {folder}" : $"checkpoint {restored.Id}")}");
        if (list.Latest.Failed is { } failed) output.WriteLine($"last failure: checkpoint {failed.Id} ({failed.Reason}): {failed.Failure}");
    }

    public static void Write(CheckpointDetails details, TextWriter output)
    {
        var checkpoint = details.Checkpoint;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Kind} {checkpoint.Id}: {checkpoint.Status}"));
        output.WriteLine($"  triggered  {ListText.Time(checkpoint.TriggeredAt.UtcDateTime)} UTC");
        if (checkpoint.DurationMs is { } took) output.WriteLine($"  took       {ListText.Number(took)} ms");
        output.WriteLine($"  size       {ListText.Number(checkpoint.Bytes)} bytes, of which {ListText.Number(checkpoint.WrittenBytes)} were written for it");
        if (checkpoint.Folder is { } folder) output.WriteLine($"  folder     {folder}");
        if (checkpoint.Failure is { } failure) output.WriteLine($"  failed     {checkpoint.Reason}: {failure}");
        output.WriteLine();
        TextTable.Write(output, s_parts, details.Vertices.SelectMany(vertex => vertex.Subtasks.Select(subtask => Line(vertex, subtask))));
    }

    private static string[] Line(CheckpointInfo checkpoint) =>
    [
        checkpoint.Id.ToString(CultureInfo.InvariantCulture),
        checkpoint.Kind,
        checkpoint.Status,
        ListText.Time(checkpoint.TriggeredAt.UtcDateTime),
        checkpoint.DurationMs is { } took ? ListText.Number(took) : "",
        ListText.Number(checkpoint.Bytes),
        ListText.Number(checkpoint.WrittenBytes),
        $"{ListText.Number(checkpoint.Acknowledged)}/{ListText.Number(checkpoint.Subtasks)}",
        checkpoint.IsKept ? "yes" : checkpoint.Folder ?? "",
    ];

    private static string[] Line(VertexCheckpoint vertex, SubtaskCheckpoint subtask) =>
    [
        vertex.Name,
        subtask.Index.ToString(CultureInfo.InvariantCulture),
        subtask.Status,
        Milliseconds(subtask.StartDelayMs),
        Milliseconds(subtask.AlignmentMs),
        Milliseconds(subtask.SyncMs),
        Milliseconds(subtask.AsyncMs),
        ListText.Number(subtask.Bytes),
        ListText.Number(subtask.WrittenBytes),
        ListText.Number(subtask.InFlightBytes),
    ];

    private static string Range(NumberRange range) => $"{ListText.Number(range.Min)} / {ListText.Number((long)range.Avg)} / {ListText.Number(range.Max)}";

    private static string Milliseconds(double time) => time.ToString("N1", CultureInfo.InvariantCulture);
}

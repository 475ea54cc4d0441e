using System.Globalization;

namespace FlowActors.CommandLine.Checkpoints;

/// <summary>Snapshots as lines of a table.</summary>
internal static class ListText
{
    private static readonly string[] s_titles = ["CHECKPOINT", "KIND", "TIME (UTC)", "JOB", "JOB ID", "BYTES", "WRITTEN", "FOLDER"];

    public static void Write(IReadOnlyList<FoundSnapshot> snapshots, TextWriter output) => TextTable.Write(output, s_titles, snapshots.Select(Line));

    /// <summary>A time as it is shown.</summary>
    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A number as it is shown.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string[] Line(FoundSnapshot snapshot)
    {
        var metadata = snapshot.Metadata;
        return
        [
            metadata.Checkpoint.ToString(CultureInfo.InvariantCulture), metadata.Kind.ToString(), Time(metadata.TriggeredAt), metadata.JobName, metadata.Job,
            Number(metadata.StateBytes()), Number(metadata.WrittenBytes()), snapshot.Location.Folder,
        ];
    }
}

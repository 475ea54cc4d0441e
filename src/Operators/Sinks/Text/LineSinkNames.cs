namespace FlowActors.Sinks;

/// <summary>What the methods are called that write lines, for people who are told that they took the wrong one.</summary>
/// <param name="File">The one that writes a file.</param>
/// <param name="Folder">The one that writes a folder.</param>
internal sealed record LineSinkNames(string File, string Folder)
{
    public static LineSinkNames Text { get; } = new(nameof(DataStreamSinks.WriteAsTextFile), nameof(DataStreamSinks.WriteAsText));

    public static LineSinkNames Json { get; } = new(nameof(DataStreamSinks.WriteAsJsonLinesFile), nameof(DataStreamSinks.WriteAsJsonLines));
}

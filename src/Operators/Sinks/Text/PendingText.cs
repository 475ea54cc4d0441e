namespace FlowActors.Sinks;

/// <summary>A file of an output, complete but for its name. Stands in snapshots: its members are a format.</summary>
/// <param name="Target">The full path of the output: the file, or the folder that it is in.</param>
/// <param name="Shown">The full path of the file.</param>
/// <param name="Parts">Its pieces, hidden beside the target; one at least.</param>
/// <param name="Number">
/// The number of the only piece in its file system when it is the file as it stands, which then gets the name; a renaming keeps the number. 0
/// where files have none.
/// </param>
/// <param name="IsWhole">True when there is one piece that is the file as it stands.</param>
/// <param name="Subtask">The subtask that wrote the last of it.</param>
/// <param name="Subtasks">Of how many.</param>
/// <param name="IsInFolder">True when the target is a folder: what an earlier result had more of is removed.</param>
internal sealed record PendingText(
    string Target, string Shown, List<TextPart> Parts, ulong Number, bool IsWhole, int Subtask, int Subtasks, bool IsInFolder)
{
    /// <summary>How long the file is.</summary>
    public long Bytes => Parts.Sum(part => part.Bytes);

    /// <summary>The folder of the pieces.</summary>
    public string Place => Path.GetDirectoryName(Target)!;

    /// <summary>The path of a piece.</summary>
    public string PathOf(TextPart part) => Path.Join(Place, part.Name);
}

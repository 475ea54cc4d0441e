namespace FlowActors.Sinks;

/// <summary>A complete file under a hidden name, and the name that it is to get. Stands in snapshots: its members are a format.</summary>
/// <param name="From">The hidden path, beside the target.</param>
/// <param name="To">The path of the result.</param>
/// <param name="Bytes">How long the file is.</param>
/// <param name="Number">
/// The number of the file in its file system, which a renaming keeps: tells it from another one that has the final name. 0 where files
/// have none; there the length does.
/// </param>
/// <param name="Parts">
/// How many files the result has in the folder, for the one that removes what an earlier result had more of; 0 for all others.
/// </param>
internal sealed record PendingRename(string From, string To, long Bytes, ulong Number, int Parts);

namespace FlowActors.Files;

/// <summary>What a file system knows of a file.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Number">
/// The number of the file in its file system, which a renaming keeps: tells it from another one that has its name. 0 where files have none.
/// </param>
internal readonly record struct FileStatus(long Length, ulong Number);

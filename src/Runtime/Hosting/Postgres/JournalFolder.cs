using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Folders;

namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>The data folder of a journal that is elsewhere.</summary>
/// <param name="Files">The file system.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Id">Its name.</param>
internal sealed record JournalFolder(IFileSystem Files, string Path, string Id)
{
    /// <summary>Which journal it has; null where it has not been said yet.</summary>
    public string? Mark { get; } = JournalMark.Read(Files, Path);

    /// <summary>Where that stands.</summary>
    public string MarkPath => System.IO.Path.Join(Path, JournalMark.Name);
}

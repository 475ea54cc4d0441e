using FlowActors.Files;

namespace FlowActors.Runtime.Checkpoints.Folders;

/// <summary>
/// Says in a data folder that its journal is in a database elsewhere, and which one it is, so that nobody begins another one beside checkpoints of whose jobs it knows nothing. Read and
/// written by who has the lock of the folder only.
/// </summary>
internal static class JournalMark
{
    /// <summary>The file's name.</summary>
    public const string Name = "flowactors.journal";

    /// <summary>The name of the journal; null where there is none elsewhere.</summary>
    public static string? Read(IFileSystem files, string folder) =>
        files.FilesIn(folder).Contains(Name) ? FolderText.Read(files, Path.Join(folder, Name)).TrimEnd('\n') : null;

    /// <summary>Names the journal, where none is named yet.</summary>
    public static void Write(IFileSystem files, string folder, string journal) => FolderText.Write(files, folder, Path.Join(folder, Name), journal);
}

namespace FlowActors.Examples.Durable;

/// <summary>
/// What a start makes of a data folder: where the start is refused, that goes, so that the corrected command finds the folder as it was. What was there
/// before stays.
/// </summary>
internal sealed class DataFolderTraces
{
    // What a host holds for as long as it lives.
    private const string Lock = "flowactors.lock";

    // What a host makes. All else that has come meanwhile is somebody's.
    private static readonly string[] Made = ["flowactors.version", "flowactors.id", "flowactors.journal", "journal.db", "journal.db-wal", "journal.db-shm", "journal.db-journal", "checkpoints"];

    private readonly string _folder;
    private readonly HashSet<string> _before;
    private readonly IReadOnlyList<string> _missing;

    private DataFolderTraces(string folder, HashSet<string> before, IReadOnlyList<string> missing) => (_folder, _before, _missing) = (folder, before, missing);

    /// <summary>Looks at a folder before a host starts on it.</summary>
    /// <param name="folder">The full path; nothing needs to be there.</param>
    public static DataFolderTraces Before(string folder)
    {
        var missing = new List<string>();
        for (var path = folder; path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path)) missing.Add(path);
        return new DataFolderTraces(folder, missing.Count > 0 ? [] : [.. Directory.EnumerateFileSystemEntries(folder)], missing);
    }

    /// <summary>Removes what the host has made, when it has ended. What another process has taken over meanwhile is left alone.</summary>
    public void Remove()
    {
        try
        {
            var held = Path.Join(_folder, Lock);
            using (new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                foreach (var name in Made.Where(name => !_before.Contains(Path.Join(_folder, name))))
                {
                    var path = Path.Join(_folder, name);
                    if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
                    else File.Delete(path);
                }
            }

            if (!_before.Contains(held)) File.Delete(held);
            // The lowest first; one that has got something else meanwhile stays.
            foreach (var folder in _missing) Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is left, which the refusal names; a job in it is seen by the next command.
        }
    }
}

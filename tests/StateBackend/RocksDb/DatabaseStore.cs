using FlowActors.StateBackend.Tests.Folders;
using FlowActors.Files;
using FlowActors.State;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>
/// Where the files of databases are stored, as a checkpoint's storage does it: each file that never changes once, and named again by later snapshots.
/// </summary>
internal sealed class DatabaseStore : IDisposable
{
    private readonly string _folder = TestFolder.Create();
    private readonly Dictionary<(string Database, string Name), StoredDatabaseFile> _stored = [];
    private readonly Dictionary<StoredDatabaseFile, string> _paths = [];
    private int _next;

    /// <summary>Whether files that never change are linked when they are fetched.</summary>
    public bool Links { get; set; }

    /// <summary>How many files were named again instead of being stored.</summary>
    public int NamedAgain { get; private set; }

    /// <summary>Where a stored file lies.</summary>
    public string PathOf(StoredDatabaseFile file) => _paths[file];

    public IReadOnlyList<StoredDatabaseFile> Store(DatabaseFiles files) => [.. files.Files.Select(f => Store(files.Id, f))];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StoredDatabaseFile Store(string database, DatabaseFile file)
    {
        if (file.IsImmutable && (file.Origin ?? _stored.GetValueOrDefault((database, file.Name))) is { } known)
        {
            // What is named again must be what would have been stored.
            Assert.Equal(File.ReadAllBytes(_paths[known]), File.ReadAllBytes(file.Path));
            NamedAgain++;
            return known;
        }

        var path = Path.Join(_folder, $"{_next++}");
        File.Copy(file.Path, path);
        var stored = new StoredDatabaseFile(file.Name, file.Length, to => Fetch(path, to, file.IsImmutable));
        if (file.IsImmutable) _stored.Add((database, file.Name), stored);
        _paths.Add(stored, path);
        return stored;
    }

    private void Fetch(string from, string to, bool mayLink)
    {
        if (Links && mayLink) HardLink.Create(from, to);
        else File.Copy(from, to);
    }
}

using FlowActors.Bench.Work;
using FlowActors.Files;
using FlowActors.State;
using FlowActors.State.RocksDb;

namespace FlowActors.Bench.Candidates;

/// <summary>The databases of a snapshot in a folder of their own, from which files that never change are linked, as storage in local files does it.</summary>
internal sealed class BundleStore : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-bundles-").FullName;
    private readonly List<StoredDatabase> _databases = [];

    /// <summary>One of each bundle.</summary>
    public IReadOnlyList<StoredDatabase> Databases => _databases;

    /// <summary>What they take, in bytes.</summary>
    public long Bytes => _databases.SelectMany(d => d.Files).Sum(f => f.Length);

    /// <summary>The state in which each key was counted once, of subtasks that wrote it under a budget of that size.</summary>
    public static BundleStore Fill(BundleLayout layout, long[][] keys, long memoryBytes)
    {
        var store = new BundleStore();
        foreach (var (subtask, own) in keys.Index())
        {
            using var backend = new RocksDbStateBackend(new RocksDbStateSettings { MemoryBytes = memoryBytes });
            using var state = new BundledState(backend, layout.Of(subtask, BundleLayout.Parallelism));
            foreach (var key in own) state.CountOf(key) = 1;

            // What is left to compact once all is written would be compacted after each restore.
            new BundledSnapshot(state, (_, _) => { }).Finish();
            Background.UntilQuiet();
            new BundledSnapshot(state, (bundle, files) => store.Add(state.Ranges[bundle], files)).Finish();
        }

        return store;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Add(KeyGroupRange range, DatabaseFiles files) => _databases.Add(new StoredDatabase(range, [.. files.Files.Select(Store)]));

    private StoredDatabaseFile Store(DatabaseFile file)
    {
        var path = Path.Combine(_folder, $"{_databases.Count}-{file.Name}");
        File.Copy(file.Path, path);
        return new StoredDatabaseFile(file.Name, file.Length, to => Fetch(path, to, file.IsImmutable));
    }

    private static void Fetch(string path, string to, bool mayLink)
    {
        if (!mayLink || !HardLink.TryCreate(path, to)) File.Copy(path, to);
    }
}

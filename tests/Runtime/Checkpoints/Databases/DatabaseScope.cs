using FlowActors.State;
using FlowActors.State.Snapshots;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Tests.Checkpoints.Databases;

/// <summary>A scope of a <see cref="DatabaseBackend"/>.</summary>
internal sealed class DatabaseScope(DatabaseBackend backend, IStateScope scope, StateScopeSettings settings, string folder) : IStateScope
{
    private readonly string _id = Guid.NewGuid().ToString("n");
    private readonly Dictionary<string, StoredDatabaseFile> _origins = [];
    private int _frozen;
    private int _linking;

    public IReadOnlyList<RegisteredState> States => scope.States;

    public IKeyedStates<TKey> Keyed<TKey>(string operatorUid) => scope.Keyed<TKey>(operatorUid);

    public IOperatorStateStore OperatorState(string operatorUid) => scope.OperatorState(operatorUid);

    public void Export(IStateWriter writer) => scope.Export(writer);

    public IFrozenState Freeze(SnapshotForm form)
    {
        Watch("frozen");
        return form == SnapshotForm.Canonical ? scope.Freeze(form) : new DatabaseFrozen(scope.Freeze(form), this);
    }

    public IStateWriter Restore() => scope.Restore();

    public void Restore(IReadOnlyList<StoredDatabase> databases)
    {
        var files = new List<SnapshotFileReader>();
        try
        {
            foreach (var (database, index) in databases.Select((d, i) => (d, i)))
            {
                foreach (var file in database.Files)
                {
                    var path = Path.Join(folder, $"restored-{index}-{file.Name}");
                    file.Fetch(path);
                    Assert.Equal(file.Length, new FileInfo(path).Length);
                    backend.Fetched.Add((settings.Subtask, file.Name));
                    if (file.Name == DatabaseFrozen.List) continue;
                    if (databases.Count == 1) _origins.Add(file.Name, file);
                    files.Add(SnapshotFileReader.Open(path, () => File.OpenRead(path)));
                }
            }

            new SnapshotRestore(files).RestoreTo(scope, settings, parallelism: 1);
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    public void Dispose()
    {
        Watch("closed");
        scope.Dispose();
    }

    /// <summary>Brings files to the disk.</summary>
    public DatabaseFiles Link(IReadOnlyDictionary<string, byte[]> files, CancellationToken cancelled)
    {
        Interlocked.Increment(ref _linking);
        try
        {
            backend.Linking(cancelled);
            cancelled.ThrowIfCancellationRequested();
            var links = Path.Join(folder, $"links-{++_frozen}");
            Directory.CreateDirectory(links);
            foreach (var (name, bytes) in files) File.WriteAllBytes(Path.Join(links, name), bytes);
            backend.Hold(1);
            return new DatabaseFiles(_id, [.. files.Select(f => FileOf(links, f.Key, f.Value.Length))], () =>
            {
                Directory.Delete(links, recursive: true);
                backend.Hold(-1);
            });
        }
        finally
        {
            Interlocked.Decrement(ref _linking);
        }
    }

    /// <summary>Notes what must not be while something is linked.</summary>
    public void Watch(string what)
    {
        if (Volatile.Read(ref _linking) > 0) backend.Wrongs.Add($"{what} while it is linked");
    }

    private DatabaseFile FileOf(string links, string name, int length) =>
        new(name, Path.Join(links, name), length, name != DatabaseFrozen.List) { Origin = _origins.GetValueOrDefault(name) };
}

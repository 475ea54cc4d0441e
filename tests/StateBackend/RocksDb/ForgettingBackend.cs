using FlowActors.State;
using FlowActors.State.RocksDb;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Scopes;
using FlowActors.State.Snapshots.Stored;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Folders;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>A backend on RocksDB in folders that go with its scopes, whose caches lose all or some of what they hold between any two calls.</summary>
internal sealed class ForgettingBackend : IStateBackend, IForgets
{
    // Each has a budget of its own: those of one size would share it.
    private static int _made;

    private readonly string _folder = TestFolder.Create();
    private readonly RocksDbStateBackend _backend;
    private readonly int _frozenSteps;
    private readonly int _oneIn;
    private readonly List<RocksTables> _opened = [];
    private readonly Random _random = new(14);

    private ForgettingBackend(int oneIn, int frozenSteps, bool collects = false)
    {
        _oneIn = oneIn;
        _frozenSteps = frozenSteps;
        _backend = new RocksDbStateBackend(new RocksDbStateSettings { MemoryBytes = (256 << 20) + Interlocked.Increment(ref _made), LocalDirs = [_folder] })
        {
            CollectedMin = collects ? 0 : Lot.EntriesMax,
        };
    }

    public string Name => _backend.Name;

    public IStoredDatabases Databases => _backend;

    public static ForgettingBackend Keeps(int frozenSteps = StateScope.LookEvery) => new(0, frozenSteps);

    /// <param name="frozenSteps">After how many steps who writes a frozen state looks at the clock.</param>
    /// <param name="oneIn">After one in so many calls something is lost.</param>
    public static ForgettingBackend Forgets(int frozenSteps = StateScope.LookEvery, int oneIn = 4) => new(oneIn, frozenSteps);

    /// <summary>All values of a frozen state become a file, however few they are.</summary>
    /// <inheritdoc cref="Forgets"/>
    public static ForgettingBackend Collects(int frozenSteps = StateScope.LookEvery, int oneIn = 4) => new(oneIn, frozenSteps, collects: true);

    public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled) => new StateScope(settings, OpenTables(settings), _frozenSteps);

    public RocksTables OpenTables(StateScopeSettings settings)
    {
        var tables = _backend.OpenTables(settings);
        if (_oneIn > 0) _opened.Add(tables);
        return tables;
    }

    public void Forget()
    {
        if (_oneIn == 0 || _random.Next(_oneIn) > 0) return;
        _opened.RemoveAll(t => t.Database.IsDisposed);
        foreach (var table in _opened.SelectMany(t => t.Database.Tables)) table.Evict(all: _random.Next(3) > 0);
    }

    public void Dispose()
    {
        _backend.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Scopes;

namespace FlowActors.State.RocksDb;

/// <summary>
/// Keeps state in embedded RocksDB (<c>rocksdb</c>), for state that is larger than memory: what is in use lies as objects before it, all under one
/// budget of memory. Its files are local and of no use to another process; what lasts is what checkpoints make of them. Thread-safe; the native library is loaded as it is
/// made, which may take a quarter of a second.
/// </summary>
public sealed class RocksDbStateBackend : IStateBackend
{
    private readonly StateMemory _memory;
    private readonly RocksEnvironment _environment;
    private readonly Func<(string Path, Action Release)> _allocate;

    /// <summary>Loads the library, and takes the budget.</summary>
    /// <exception cref="RocksLibraryException">The native library cannot be loaded; the message names what was tried.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The budget is too small for anything.</exception>
    public RocksDbStateBackend(RocksDbStateSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        RocksLibrary.Load();
        _allocate = settings.Allocate;
        _environment = RocksEnvironment.Create(lowThreads: 2, highThreads: 1);
        _memory = new StateMemory(settings.MemoryBytes);
    }

    /// <inheritdoc/>
    public string Name => "rocksdb";

    /// <summary>After how many steps who writes a frozen state looks at the clock.</summary>
    internal int FrozenSteps { get; init; } = StateScope.LookEvery;

    /// <inheritdoc/>
    public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new StateScope(settings, OpenTables(settings), FrozenSteps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _environment.Dispose();
    }

    internal RocksTables OpenTables(StateScopeSettings settings) => new(settings, new DatabasePlace(_memory, _environment, () =>
    {
        var (path, release) = _allocate();
        return new LocalPlace(path, release);
    }));
}

using System.Globalization;
using FlowActors.State.Folders;
using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.RocksDb.Stored;
using FlowActors.State.Scopes;
using FlowActors.State.Snapshots.Stored;
using FlowActors.State.Telemetry;

namespace FlowActors.State.RocksDb;

/// <summary>
/// Keeps state in embedded RocksDB (<c>rocksdb</c>), for state that is larger than memory: what is in use lies as objects before it, all under one
/// budget. Its files are local and of no use to another process; what lasts is what checkpoints make of them. Thread-safe. The native library is loaded
/// when the backend is made, which may take a quarter of a second.
/// </summary>
public sealed class RocksDbStateBackend : IStateBackend, IStoredDatabases
{
    private readonly LocalFolders _folders;
    private readonly RocksEnvironment _environment;
    private readonly ProcessMemory.Part _memory;

    /// <summary>Loads the library, makes the local folders and takes the budget.</summary>
    /// <exception cref="DllNotFoundException">The native library cannot be loaded; the message names what was tried.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The budget is too small for anything; the message says what is not.</exception>
    /// <exception cref="IOException">A local folder cannot be made or written to.</exception>
    public RocksDbStateBackend(RocksDbStateSettings settings)
        : this(settings, new Silent())
    {
    }

    internal RocksDbStateBackend(RocksDbStateSettings settings, IStateLog log)
    {
        ArgumentNullException.ThrowIfNull(settings);
        RocksLibrary.Load();
        log.Information(string.Create(CultureInfo.InvariantCulture, $"RocksDB was loaded from '{RocksLibrary.Path}'; state may take {settings.MemoryBytes:N0} bytes."));
        _memory = ProcessMemory.Take(settings.MemoryBytes);
        try
        {
            _folders = LocalFolders.Open(settings.LocalDirs, log.Warning);
        }
        catch
        {
            _memory.Dispose();
            throw;
        }

        _environment = RocksEnvironment.Create(lowThreads: 2, highThreads: 1);
    }

    /// <inheritdoc/>
    public string Name => "rocksdb";

    /// <summary>The least budget with which so many subtasks of a process can have keyed state.</summary>
    internal static long LeastMemory(int subtasks) => StateMemory.LeastFor(subtasks);

    /// <summary>After how many steps who writes a frozen state looks at the clock.</summary>
    internal int FrozenSteps { get; init; } = StateScope.LookEvery;

    /// <summary>More values of a frozen state than that become a file of their own.</summary>
    internal int CollectedMin { get; init; } = Lot.EntriesMax;

    /// <inheritdoc/>
    public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new StateScope(settings, OpenTables(settings), FrozenSteps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _environment.Dispose();
        _memory.Dispose();
        _folders.Dispose();
    }

    IStoredStates IStoredDatabases.Open(StoredDatabase database, string name) => ReadDatabase.Open(database, PlaceOf(name));

    internal RocksTables OpenTables(StateScopeSettings settings) => new(settings, PlaceOf($"v{settings.Vertex}-s{settings.Subtask}-a{settings.Attempt}"));

    private DatabasePlace PlaceOf(string name) => new(_memory.Memory, _environment, () => _folders.Allocate(name)) { CollectedMin = CollectedMin };

    private sealed class Silent : IStateLog
    {
        public void Information(string text)
        {
        }

        public void Warning(string text)
        {
        }
    }
}

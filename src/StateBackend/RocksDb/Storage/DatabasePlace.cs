using FlowActors.State.Folders;
using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Interop;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>Where and how the database of a subtask is opened.</summary>
/// <param name="memory">The budget of the process.</param>
/// <param name="environment">The background threads of the process.</param>
/// <param name="allocate">Gives an empty local folder.</param>
internal sealed class DatabasePlace(StateMemory memory, RocksEnvironment environment, Func<LocalFolder> allocate)
{
    private const string DatabaseFolder = "db";

    public StateMemory Memory => memory;

    /// <summary>More values of a frozen state than that become a file of their own.</summary>
    public int CollectedMin { get; init; } = Lot.EntriesMax;

    /// <summary>Opens a database in a folder of its own.</summary>
    /// <param name="fill">Brings its files to a folder that does not exist yet; null for an empty database.</param>
    public OpenedDatabase Open(Func<string, IReadOnlyDictionary<string, StoredDatabaseFile>>? fill)
    {
        var entered = memory.Enter();
        LocalFolder? folder = null;
        try
        {
            folder = allocate();
            var path = Path.Combine(folder.Path, DatabaseFolder);
            var origins = fill?.Invoke(path);
            return new OpenedDatabase(RocksDatabase.Open(path, Options, Families), folder, entered) { Origins = origins ?? new Dictionary<string, StoredDatabaseFile>() };
        }
        catch
        {
            entered.Dispose();
            folder?.Dispose();
            throw;
        }
    }

    /// <summary>The scope of a database ends: it waits for the next one, if one is expected, or is closed.</summary>
    public void Leave(OpenedDatabase database)
    {
        if (database.MayWait is not { } kept || !memory.TryWait(kept, database)) database.Dispose();
    }

    /// <summary>A local folder for files that are read or written once.</summary>
    public LocalFolder Allocate() => allocate();

    public DatabaseOptions Options => new()
    {
        Environment = environment,
        WriteBuffers = memory.Memtables,
        CreateIfMissing = true,
        MaxBackgroundJobs = 2,
        CompactionReadaheadBytes = memory.ReadaheadBytes,
    };

    public IReadOnlyList<FamilyOptions> Families => [Family("default"), Family("ordered")];

    private FamilyOptions Family(string name) => new()
    {
        Name = name,
        BlockCache = memory.Blocks,
        BloomBitsPerKey = 10,
        PartitionFilters = true,

        // Finding the part costs more than what lies in it: a file has a few.
        FilterPartBytes = 16 << 10,
        WriteBufferBytes = memory.MemtableBytes,
        ArenaBlockBytes = Math.Min(1 << 20, memory.MemtableBytes / 16),
        TargetFileBytes = Math.Clamp(memory.MemtableBytes, 2 << 20, 64 << 20),

        // Twice what RocksDB has by default: each entry is rewritten less often, and a key of the database is looked for in a few files more.
        Level0Files = 8,
        MaxBytesForLevelBase = Math.Clamp(8 * memory.MemtableBytes, 8 << 20, 256 << 20),

        // Each byte is compacted several times, and compressed as often.
        Compression = Interop.Compression.None,
    };
}

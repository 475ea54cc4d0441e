namespace FlowActors.State.RocksDb;

/// <summary>What the backend on RocksDB is made with. Immutable.</summary>
public sealed record RocksDbStateSettings
{
    /// <summary>
    /// The memory that the state of all subtasks of the process may take, in bytes: objects, RocksDB's block cache, memtables, filters and indexes. 512 MB by
    /// default.
    /// </summary>
    public long MemoryBytes { get; init; } = 512L << 20;

    /// <summary>Gives an empty local folder for one database, and deletes it when it is disposed of.</summary>
    public required Func<(string Path, Action Release)> Allocate { get; init; }
}

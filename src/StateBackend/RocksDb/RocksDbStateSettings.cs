namespace FlowActors.State.RocksDb;

/// <summary>What the backend on RocksDB is made with. Immutable.</summary>
public sealed record RocksDbStateSettings
{
    /// <summary>
    /// The memory that the state of all subtasks of the process may take, in bytes: objects, RocksDB's block cache, memtables, filters and indexes. 512 MB by
    /// default. Backends of one process that are given the same share it.
    /// </summary>
    public long MemoryBytes { get; init; } = 512L << 20;

    /// <summary>
    /// Folders for the databases, which are spread over them by free space; none, which is the default, is one of this user's among the system's temporary
    /// ones. What is in them is of no use to another process.
    /// </summary>
    public IReadOnlyList<string> LocalDirs { get; init; } = [];
}

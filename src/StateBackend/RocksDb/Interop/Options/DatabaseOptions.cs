namespace FlowActors.State.RocksDb.Interop;

/// <summary>
/// What holds for a whole database. Fixed: writes leave the log of writes out, one thread writes into a memtable at a time, all files stay open and are
/// checked by an open, with as many threads as there are cores, what was not flushed is gone when it is closed, and neither statistics nor more
/// than one log of events are kept. What is not named here or in <see cref="FamilyOptions"/> is as RocksDB has it.
/// </summary>
internal sealed record DatabaseOptions
{
    /// <summary>Its threads; null: those of the process, as they are.</summary>
    public RocksEnvironment? Environment { get; init; }

    /// <summary>The bound that its memtables share with other databases; null: only that of each family.</summary>
    public WriteBuffers? WriteBuffers { get; init; }

    /// <summary>Flushes and compactions that run at once.</summary>
    public int MaxBackgroundJobs { get; init; } = 2;

    /// <summary>What a compaction reads of each of its files at once; null: two megabytes, as RocksDB has it.</summary>
    public long? CompactionReadaheadBytes { get; init; }

    /// <summary>Whether a folder without a database becomes one.</summary>
    public bool CreateIfMissing { get; init; } = true;
}

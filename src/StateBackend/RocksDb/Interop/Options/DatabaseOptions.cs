namespace FlowActors.State.RocksDb.Interop;

/// <summary>
/// What holds for a whole database. Fixed: writes leave the log of writes out, one thread writes into a memtable at a time (so that
/// a hash skip list may be one), and neither statistics nor more than one log of events are kept.
/// </summary>
internal sealed record DatabaseOptions
{
    /// <summary>Its threads; null: those of the process, as they are.</summary>
    public RocksEnvironment? Environment { get; init; }

    /// <summary>The bound that its memtables share with other databases; null: only that of each family.</summary>
    public WriteBuffers? WriteBuffers { get; init; }

    /// <summary>Bytes a second that flushes and compactions of this database may write; null: no limit.</summary>
    public long? WriteRateBytes { get; init; }

    /// <summary>Files kept open; -1: all, so that no read opens a file.</summary>
    public int MaxOpenFiles { get; init; } = -1;

    /// <summary>Flushes and compactions that run at once.</summary>
    public int MaxBackgroundJobs { get; init; } = 2;

    /// <summary>Where RocksDB's own log of events goes; created if missing; null: the database's folder.</summary>
    public string? LogFolder { get; init; }

    /// <summary>Whether a folder without a database becomes one.</summary>
    public bool CreateIfMissing { get; init; } = true;

    /// <summary>Whether an open fails when a file is missing or has another size, rather than later reads.</summary>
    public bool ParanoidChecks { get; init; } = true;

    /// <summary>Bytes after which a written file is handed to the disk, so that no large write comes at once; null: left to the system.</summary>
    public long? BytesPerSync { get; init; }

    /// <summary>Whether a flush of one family flushes all, so that a crash never shows one family newer than another.</summary>
    public bool AtomicFlush { get; init; }

    /// <summary>Whether memtables are flushed when the database is closed. Without, what was not flushed is gone after that.</summary>
    public bool FlushOnDispose { get; init; }

    /// <summary>Whether an open leaves out reading statistics from the files, which only steer the order of compactions.</summary>
    public bool SkipStatisticsOnOpen { get; init; } = true;
}

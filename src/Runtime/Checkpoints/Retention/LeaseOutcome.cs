namespace FlowActors.Runtime.Checkpoints.Retention;

/// <summary>What became of the wish to read a checkpoint.</summary>
internal enum LeaseOutcome
{
    /// <summary>It stays until the lease ends.</summary>
    Granted,

    /// <summary>The job has no checkpoint now.</summary>
    None,

    /// <summary>No checkpoint of that number was ever completed.</summary>
    Unknown,

    /// <summary>It was deleted, or never completed.</summary>
    Gone,

    /// <summary>Too many others are read.</summary>
    Busy,

    /// <summary>It is a savepoint, and not where it was: somebody has moved it, or deleted it.</summary>
    Moved,
}

/// <summary>A checkpoint that somebody may read, or why not.</summary>
/// <param name="Outcome">Whether there is one.</param>
/// <param name="Checkpoint">Its number; 0 where there is none.</param>
/// <param name="Folder">The full path of its folder; null for one that lies where the job keeps its checkpoints.</param>
internal sealed record CheckpointLease(LeaseOutcome Outcome, long Checkpoint = 0, string? Folder = null);

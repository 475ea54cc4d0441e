namespace FlowActors.Runtime.Control;

/// <summary>The key <c>flowactors.coordinator</c>.</summary>
internal sealed record CoordinatorSettings(
    TimeSpan RetryInterval,
    TimeSpan LivenessInterval,
    TimeSpan Lease,
    TimeSpan StopTimeout,
    int HistoryMax,
    TimeSpan JournalBackoffMin,
    TimeSpan JournalBackoffMax)
{
    /// <summary>Whether a failure restarts the regions that it is in, and no others. Default: true.</summary>
    public bool RestartsRegions { get; init; } = true;

    /// <summary>How long a checkpoint that somebody reads is kept after the last sign of the reader: <c>flowactors.queries.checkpoint-lease</c>.</summary>
    public TimeSpan CheckpointLease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a coordinator says that it lives, and asks again for what may be lost: three times within a lease at least.</summary>
    public TimeSpan Heartbeat => LivenessInterval < Lease / 3 ? LivenessInterval : Lease / 3;
}

namespace FlowActors.Runtime.Control;

/// <summary>The key <c>flowactors.coordinator</c>.</summary>
internal sealed record CoordinatorSettings(
    TimeSpan RetryInterval,
    TimeSpan LivenessInterval,
    TimeSpan Lease,
    TimeSpan StopTimeout,
    int HistoryMax,
    TimeSpan JournalBackoffMin,
    TimeSpan JournalBackoffMax);

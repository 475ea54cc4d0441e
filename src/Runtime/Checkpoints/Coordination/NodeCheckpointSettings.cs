namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>The key <c>flowactors.checkpoints</c>: what counts where a job says nothing.</summary>
/// <param name="Interval">The interval where the node has no data folder; null takes no checkpoints.</param>
/// <param name="IntervalWithDataFolder">The interval where it has one; null takes no checkpoints.</param>
/// <param name="Timeout">See <see cref="CheckpointSettings.Timeout"/>.</param>
/// <param name="MinPause">See <see cref="CheckpointSettings.MinPause"/>.</param>
/// <param name="MaxConcurrent">See <see cref="CheckpointSettings.MaxConcurrent"/>.</param>
/// <param name="TolerableFailures">See <see cref="CheckpointSettings.TolerableFailures"/>.</param>
/// <param name="Retained">See <see cref="CheckpointSettings.Retained"/>.</param>
/// <param name="Mode">See <see cref="CheckpointSettings.Mode"/>.</param>
/// <param name="AlignmentTimeout">After how long an alignment becomes unaligned, for jobs too that choose that mode themselves.</param>
/// <param name="FallsBack">See <see cref="CheckpointSettings.FallsBack"/>.</param>
/// <param name="KeepOnCancel">See <see cref="CheckpointSettings.KeepOnCancel"/>.</param>
/// <param name="HistoryMax">See <see cref="CheckpointSettings.HistoryMax"/>.</param>
internal sealed record NodeCheckpointSettings(
    TimeSpan? Interval,
    TimeSpan? IntervalWithDataFolder,
    TimeSpan Timeout,
    TimeSpan MinPause,
    int MaxConcurrent,
    int TolerableFailures,
    int Retained,
    CheckpointMode Mode,
    TimeSpan AlignmentTimeout,
    bool FallsBack,
    bool KeepOnCancel,
    int HistoryMax)
{
    /// <summary>What <c>interval = auto</c> takes where there is a data folder.</summary>
    public static readonly TimeSpan AutoInterval = TimeSpan.FromSeconds(10);

    /// <summary>See <see cref="CheckpointSettings.AcceptsDoubleOutput"/>.</summary>
    public bool AcceptsDoubleOutput { get; init; }

    /// <summary>
    /// For how long a node of which a job has nothing any more keeps the files of databases of its last checkpoint on its own disk; null where it keeps none.
    /// </summary>
    public TimeSpan? LocalRecovery { get; init; }
}

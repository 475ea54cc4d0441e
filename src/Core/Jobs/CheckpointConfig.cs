namespace FlowActors;

/// <summary>
/// When a job takes checkpoints, and what it does when they fail. Whatever is null follows the node's settings below
/// <c>flowactors.checkpoints</c>, value by value; the defaults named here are those where nobody sets them. Immutable. What a job
/// sets here may differ when it is resumed: it does not decide whether its state fits.
/// </summary>
public sealed record CheckpointConfig
{
    /// <summary>
    /// From the start of one checkpoint to that of the next, 10 ms to 1 day; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> takes none but those
    /// that somebody asks for. Default: 10 s where the node has a data folder, else none.
    /// </summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>What a restore guarantees. Default: <see cref="CheckpointingMode.ExactlyOnce"/>.</summary>
    public CheckpointingMode? Mode { get; init; }

    /// <summary>
    /// What barriers do with what is under way; not together with <see cref="CheckpointingMode.AtLeastOnce"/>, and without effect where
    /// the node's settings say that. Default: <see cref="CheckpointAlignment.Aligned"/>.
    /// </summary>
    public CheckpointAlignment? Alignment { get; init; }

    /// <summary>After how long an alignment becomes unaligned where <see cref="Alignment"/> says so, 1 ms to 1 day. Default: 30 s.</summary>
    public TimeSpan? AlignmentTimeout { get; init; }

    /// <summary>How long a checkpoint may take from its trigger until it is complete, 10 ms to 1 day; then it is aborted. Default: 10 min.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// From the completion of one checkpoint to the start of the next one of the interval at least, 0 to 1 day; what somebody asks for does not wait for it. Default: 0.
    /// </summary>
    public TimeSpan? MinPause { get; init; }

    /// <summary>
    /// How many checkpoints may be under way at once, 1 to 64; more than 1 only without <see cref="MinPause"/> and with barriers that are
    /// always aligned or never. Default: 1.
    /// </summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>How many checkpoints in a row may fail before the job does, 0 or more. Default: 0.</summary>
    public int? TolerableFailures { get; init; }

    /// <summary>How many completed checkpoints are kept, 1 to 1,000. Default: 1.</summary>
    public int? Retained { get; init; }

    /// <summary>
    /// Whether a restart may take an older checkpoint when the last one cannot be read and sinks have committed nothing since. Default:
    /// false, the job then stays stopped.
    /// </summary>
    public bool? FallsBack { get; init; }

    /// <summary>Whether the checkpoints of a job that is cancelled are kept; nobody deletes them then. Default: false.</summary>
    public bool? KeepOnCancel { get; init; }

    /// <summary>Of how many checkpoints that are over the statistics are kept, 0 to 10,000. Default: 10.</summary>
    public int? HistoryMax { get; init; }
}

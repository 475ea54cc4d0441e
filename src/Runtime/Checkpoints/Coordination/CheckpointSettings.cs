namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>When a job takes checkpoints, and what it does when they fail.</summary>
internal sealed record CheckpointSettings
{
    /// <summary>The shortest interval and the shortest timeout.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    /// <summary>From the start of one checkpoint to that of the next; null when there are none but those that are asked for. Default: null.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How long a checkpoint may take from its trigger until it is complete. Default: 10 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>From the completion of one checkpoint to the start of the next one of the interval, at least. Default: 0.</summary>
    public TimeSpan MinPause { get; init; }

    /// <summary>How many checkpoints, savepoints too, may be under way at once. Default: 1.</summary>
    public int MaxConcurrent { get; init; } = 1;

    /// <summary>How many checkpoints in a row may fail before the job does. Default: 0.</summary>
    public int TolerableFailures { get; init; }

    /// <summary>How many completed checkpoints are kept. Default: 1.</summary>
    public int Retained { get; init; } = 1;

    /// <summary>What barriers do. Default: aligned.</summary>
    public CheckpointMode Mode { get; init; }

    /// <summary>After how long an alignment becomes unaligned where the mode says so. Default: 0, which is allowed nowhere else.</summary>
    public TimeSpan AlignmentTimeout { get; init; }

    /// <summary>Whether a restart may take an older checkpoint when the last one cannot be read and nothing was committed since. Default: false.</summary>
    public bool FallsBack { get; init; }

    /// <summary>
    /// Whether a restart may take an older checkpoint also when sinks have committed something since, which comes once more then. Said by whoever
    /// runs the node, and not by a job. Default: false.
    /// </summary>
    public bool AcceptsDoubleOutput { get; init; }

    /// <summary>Whether the checkpoints of a cancelled job are kept. Default: false.</summary>
    public bool KeepOnCancel { get; init; }

    /// <summary>Of how many checkpoints that are over the statistics are kept. Default: 10.</summary>
    public int HistoryMax { get; init; } = 10;

    /// <summary>These settings.</summary>
    /// <exception cref="ArgumentException">They contradict each other, or one is out of its range.</exception>
    public CheckpointSettings Validated()
    {
        if (Interval is { } interval) Require(interval >= Shortest, $"The checkpoint interval is {interval}; it must be 10 ms at least.");
        Require(Timeout >= Shortest, $"The checkpoint timeout is {Timeout}; it must be 10 ms at least.");
        Require(MinPause >= TimeSpan.Zero, $"The minimum pause between checkpoints is {MinPause}; it must not be negative.");
        Require(MaxConcurrent >= 1, $"{MaxConcurrent} checkpoints may be under way at once; it must be 1 at least.");
        Require(TolerableFailures >= 0, $"The number of tolerable checkpoint failures is {TolerableFailures}; it must not be negative.");
        Require(Retained >= 1, $"{Retained} completed checkpoints are retained; it must be 1 at least.");
        Require(HistoryMax >= 0, $"The history of checkpoints has {HistoryMax} entries; it must not be negative.");
        Require(Enum.IsDefined(Mode), $"There is no checkpoint mode {Mode}.");
        Require(
            AlignmentTimeout >= TimeSpan.Zero && (AlignmentTimeout > TimeSpan.Zero) == (Mode == CheckpointMode.AlignedWithTimeout),
            $"The alignment timeout is {AlignmentTimeout} and the checkpoint mode {Mode}; a timeout belongs to {CheckpointMode.AlignedWithTimeout}, which needs one.");
        Require(
            MaxConcurrent == 1 || MinPause == TimeSpan.Zero,
            $"{MaxConcurrent} checkpoints may be under way at once, and the minimum pause between them is {MinPause}: a pause leaves room for one at a time.");
        Require(
            MaxConcurrent == 1 || Mode is not (CheckpointMode.Unaligned or CheckpointMode.AlignedWithTimeout),
            $"{MaxConcurrent} checkpoints may be under way at once, and the checkpoint mode is {Mode}: unaligned checkpoints are taken one at a time.");
        return this;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new ArgumentException(otherwise);
    }
}

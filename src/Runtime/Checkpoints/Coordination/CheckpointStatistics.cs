namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>A checkpoint that is over.</summary>
/// <param name="Line">As a whole.</param>
/// <param name="Subtasks">The part of each subtask.</param>
internal sealed record PastCheckpoint(CheckpointLine Line, IReadOnlyList<CheckpointSubtask> Subtasks)
{
    public long Id => Line.Id;

    public AbortReason? Failure => Line.Failure;
}

/// <summary>The least, the most and the sum of numbers.</summary>
internal readonly record struct Spread(long Least, long Most, double Sum)
{
    /// <summary>With one more.</summary>
    public Spread With(long number, bool isFirst) => isFirst ? new Spread(number, number, number) : new Spread(Math.Min(Least, number), Math.Max(Most, number), Sum + number);
}

/// <summary>What became of checkpoints, in numbers: of those that completed, savepoints too.</summary>
/// <param name="Triggered">How many were triggered.</param>
/// <param name="Completed">How many of them completed.</param>
/// <param name="Aborted">How many of them were aborted.</param>
/// <param name="Milliseconds">How long they took.</param>
/// <param name="Bytes">Their sizes.</param>
/// <param name="WrittenBytes">What of that was written for them.</param>
/// <param name="InFlightBytes">What was under way.</param>
/// <param name="AlignmentMilliseconds">The longest alignment of each.</param>
internal sealed record CheckpointTotals(
    long Triggered, long Completed, long Aborted, Spread Milliseconds, Spread Bytes, Spread WrittenBytes, Spread InFlightBytes, Spread AlignmentMilliseconds)
{
    public static CheckpointTotals None { get; } = new(0, 0, 0, default, default, default, default, default);

    /// <summary>With one more that completed.</summary>
    public CheckpointTotals With(CheckpointLine completed) => this with
    {
        Completed = Completed + 1,
        Milliseconds = Milliseconds.With((long)completed.Duration!.Value.TotalMilliseconds, Completed == 0),
        Bytes = Bytes.With(completed.Bytes, Completed == 0),
        WrittenBytes = WrittenBytes.With(completed.WrittenBytes, Completed == 0),
        InFlightBytes = InFlightBytes.With(completed.InFlightBytes, Completed == 0),
        AlignmentMilliseconds = AlignmentMilliseconds.With((long)completed.LongestAlignment.TotalMilliseconds, Completed == 0),
    };
}

/// <summary>What became of checkpoints since the coordinator began. Not thread-safe.</summary>
/// <param name="historyMax">How many are remembered, with the parts of their subtasks.</param>
internal sealed class CheckpointStatistics(int historyMax)
{
    // An exception's text may be long, and history-max of them are kept.
    private const int CauseMax = 1_024;

    private readonly Queue<PastCheckpoint> _history = [];

    public CheckpointTotals Totals { get; private set; } = CheckpointTotals.None;

    public long Completed => Totals.Completed;

    /// <summary>The last that are over, oldest first.</summary>
    public IReadOnlyCollection<PastCheckpoint> History => _history;

    /// <summary>The last one that completed and is no savepoint; null before.</summary>
    public CheckpointLine? LastCompleted { get; private set; }

    /// <summary>The last savepoint that completed; null before.</summary>
    public CheckpointLine? LastSavepoint { get; private set; }

    /// <summary>The last checkpoint or savepoint that completed; null before.</summary>
    public CheckpointLine? LastOfAll => LastSavepoint is { } savepoint && !(LastCompleted?.EndedAt > savepoint.EndedAt) ? savepoint : LastCompleted;

    /// <summary>The last one that was aborted; null before.</summary>
    public CheckpointLine? LastAborted { get; private set; }

    /// <summary>One was triggered.</summary>
    public void Begin() => Totals = Totals with { Triggered = Totals.Triggered + 1 };

    /// <summary>One is over.</summary>
    /// <param name="checkpoint">As it was under way.</param>
    /// <param name="failure">Why it was aborted; null when it completed.</param>
    /// <param name="cause">The same, as people are told.</param>
    /// <param name="now">The time.</param>
    public void End(PastCheckpoint checkpoint, AbortReason? failure, string? cause, DateTimeOffset now)
    {
        var line = checkpoint.Line with { EndedAt = now, Failure = failure, Cause = cause is { Length: > CauseMax } ? $"{cause[..CauseMax]}..." : cause };
        if (failure is not null)
        {
            Totals = Totals with { Aborted = Totals.Aborted + 1 };
            LastAborted = line;
        }
        else
        {
            Totals = Totals.With(line);
            if (line.Kind.IsSavepoint) LastSavepoint = line;
            else LastCompleted = line;
        }

        _history.Enqueue(checkpoint with { Line = line });
        if (_history.Count > historyMax) _history.Dequeue();
    }
}

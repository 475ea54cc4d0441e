namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>A checkpoint that is over.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it was for.</param>
/// <param name="TriggeredAt">When it was triggered.</param>
/// <param name="EndedAt">When it completed or was aborted.</param>
/// <param name="Bytes">The size of all its files, as far as they were acknowledged.</param>
/// <param name="InFlightBytes">What of that was under way.</param>
/// <param name="LongestAlignment">The longest alignment of a subtask.</param>
/// <param name="LongestSyncPhase">The longest time in which a subtask processed no record.</param>
/// <param name="Failure">Why it was aborted; null when it completed.</param>
/// <param name="Cause">The same, as people are told; null when it completed.</param>
internal sealed record PastCheckpoint(
    long Id,
    CheckpointKind Kind,
    DateTimeOffset TriggeredAt,
    DateTimeOffset EndedAt,
    long Bytes,
    long InFlightBytes,
    TimeSpan LongestAlignment,
    TimeSpan LongestSyncPhase,
    AbortReason? Failure,
    string? Cause)
{
    /// <summary>What of <see cref="Bytes"/> was written for it; the rest was there before.</summary>
    public required long WrittenBytes { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration => EndedAt - TriggeredAt;
}

/// <summary>What became of checkpoints since the coordinator began. Not thread-safe.</summary>
/// <param name="historyMax">How many are remembered.</param>
internal sealed class CheckpointStatistics(int historyMax)
{
    private readonly Queue<PastCheckpoint> _history = [];

    public long Triggered { get; private set; }

    public long Completed { get; private set; }

    public long Aborted { get; private set; }

    public long UnderWay => Triggered - Completed - Aborted;

    /// <summary>The last that are over, oldest first.</summary>
    public IReadOnlyCollection<PastCheckpoint> History => _history;

    /// <summary>One was triggered.</summary>
    public void Begin() => Triggered++;

    /// <summary>One is over.</summary>
    public void End(PendingCheckpoint checkpoint, AbortReason? failure, string? cause, DateTimeOffset now)
    {
        if (failure is null) Completed++;
        else Aborted++;
        var times = checkpoint.Parts.Select(p => p.Times).DefaultIfEmpty().ToList();
        _history.Enqueue(new PastCheckpoint(
            checkpoint.Id,
            checkpoint.Kind,
            checkpoint.TriggeredAt,
            now,
            checkpoint.Files.Sum(f => f.Bytes),
            times.Sum(t => t.InFlightBytes),
            times.Max(t => t.Alignment),
            times.Max(t => t.SyncPhase),
            failure,
            cause)
        {
            WrittenBytes = checkpoint.Files.Where(f => !f.IsReused).Sum(f => f.Bytes),
        });
        if (_history.Count > historyMax) _history.Dequeue();
    }
}

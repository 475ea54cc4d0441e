namespace FlowActors.Client.Checkpoints;

/// <summary>The checkpoints of a job: <c>GET /jobs/{job}/checkpoints</c>. Counts begin anew when the job's coordinator does.</summary>
/// <param name="Counts">How many there were.</param>
/// <param name="Summary">Those that completed, in numbers; null before the first.</param>
/// <param name="Latest">The last of each sort.</param>
/// <param name="UnderWay">Those that are under way, the latest first.</param>
/// <param name="History">The last that are over, the latest first.</param>
public sealed record CheckpointList(
    CheckpointCounts Counts, CheckpointSummary? Summary, LatestCheckpoints Latest, IReadOnlyList<CheckpointInfo> UnderWay, IReadOnlyList<CheckpointInfo> History);

/// <summary>How many checkpoints there were, savepoints too.</summary>
/// <param name="Triggered">All.</param>
/// <param name="InProgress">Those that are under way.</param>
/// <param name="Completed">Those that completed.</param>
/// <param name="Failed">Those that were aborted.</param>
public sealed record CheckpointCounts(long Triggered, long InProgress, long Completed, long Failed);

/// <summary>Numbers of the checkpoints that completed.</summary>
/// <param name="DurationMs">How long they took, in milliseconds.</param>
/// <param name="Bytes">Their sizes.</param>
/// <param name="WrittenBytes">What of that was written for them; the rest was there before.</param>
/// <param name="InFlightBytes">What was under way and is part of them.</param>
/// <param name="AlignmentMs">The longest alignment of each, in milliseconds.</param>
public sealed record CheckpointSummary(NumberRange DurationMs, NumberRange Bytes, NumberRange WrittenBytes, NumberRange InFlightBytes, NumberRange AlignmentMs);

/// <summary>The least, the average and the most of numbers.</summary>
/// <param name="Min">The least.</param>
/// <param name="Avg">The average.</param>
/// <param name="Max">The most.</param>
public sealed record NumberRange(long Min, double Avg, long Max);

/// <summary>The last checkpoint of each sort.</summary>
/// <param name="Completed">The last that completed and is no savepoint; null before.</param>
/// <param name="Savepoint">The last savepoint that completed; null before.</param>
/// <param name="Failed">The last that was aborted; null before.</param>
/// <param name="Restored">What the job's last attempt began with; null for nothing.</param>
public sealed record LatestCheckpoints(CheckpointInfo? Completed, CheckpointInfo? Savepoint, CheckpointInfo? Failed, RestoredCheckpoint? Restored);

/// <summary>What the attempts of a job began with.</summary>
/// <param name="Id">The number of the checkpoint.</param>
/// <param name="Folder">The full path of its folder; null of a checkpoint of the job's own.</param>
public sealed record RestoredCheckpoint(long Id, string? Folder);

namespace FlowActors.Client.Rescales;

/// <summary>When a job got another parallelism: <c>GET /jobs/{job}/rescales</c>.</summary>
/// <param name="Parallelism">What it has now, for operators that have none of their own; 0 before it has begun.</param>
/// <param name="Rescales">The last ones, the latest first, one under way included.</param>
public sealed record RescaleList(int Parallelism, IReadOnlyList<RescaleInfo> Rescales);

/// <summary>A job got another parallelism.</summary>
/// <param name="Why">
/// <c>requested</c>; <c>nodeJoined</c> or <c>drained</c> where slots went to another node and the parallelism stayed; <c>interrupted</c> where the coordinator was lost in the middle of one, or <c>notPlaced</c> where there were no slots for it: then the job
/// went on at what it had.
/// </param>
/// <param name="From">The parallelism before.</param>
/// <param name="To">The parallelism after.</param>
/// <param name="Status"><c>inProgress</c>, <c>completed</c> or <c>failed</c>.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="EndedAt">When all ran again, or it had failed; null before, and where the process that had the job ended before that.</param>
/// <param name="Checkpoint">The checkpoint at which all stood still; null before that.</param>
/// <param name="BytesMoved">The size, in the checkpoint, of the state that lives on another node than before; null where that is not known.</param>
/// <param name="Pause">How long records stood still; null before all ran again, where it has failed, and where the process that had the job ended before that.</param>
/// <param name="Failure">Why the job has gone on as it was; null where it has not.</param>
public sealed record RescaleInfo(
    string Why,
    int From,
    int To,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    long? Checkpoint,
    long? BytesMoved,
    RescalePauseInfo? Pause,
    string? Failure);

/// <summary>How long records stood still, by what was waited for, in milliseconds.</summary>
/// <param name="TotalMs">In all.</param>
/// <param name="AlignMs">Until the barrier was everywhere.</param>
/// <param name="SnapshotMs">Until the checkpoint was complete.</param>
/// <param name="MoveMs">Until all subtasks had ended, and the next were at their places.</param>
/// <param name="RestoreMs">Until all had their state.</param>
/// <param name="ResumeMs">Until all ran.</param>
public sealed record RescalePauseInfo(double TotalMs, double AlignMs, double SnapshotMs, double MoveMs, double RestoreMs, double ResumeMs);

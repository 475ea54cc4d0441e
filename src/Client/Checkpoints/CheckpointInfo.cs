namespace FlowActors.Client.Checkpoints;

/// <summary>A checkpoint as a whole.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind"><c>checkpoint</c>, <c>savepoint</c>, <c>stopWithSavepoint</c>, <c>drainWithSavepoint</c>, <c>suspend</c> or <c>final</c>.</param>
/// <param name="Status"><c>inProgress</c>, <c>completed</c> or <c>failed</c>.</param>
/// <param name="TriggeredAt">When it was triggered.</param>
/// <param name="EndedAt">When it completed or was aborted; null while it is under way.</param>
/// <param name="DurationMs">How long it took, in milliseconds; null while it is under way.</param>
/// <param name="Bytes">The size of all its files, as far as they are there.</param>
/// <param name="WrittenBytes">What of that was written for it; the rest was there before.</param>
/// <param name="InFlightBytes">What was under way and is part of it.</param>
/// <param name="AlignmentMs">The longest alignment of a subtask, in milliseconds.</param>
/// <param name="SyncMs">The longest time in which a subtask processed no record, in milliseconds.</param>
/// <param name="Subtasks">How many subtasks it is about.</param>
/// <param name="Acknowledged">How many of them have taken part, or were finished before.</param>
/// <param name="IsKept">Whether it is kept for restarts.</param>
/// <param name="Folder">The full path of a savepoint's folder; null of others.</param>
/// <param name="Reason">Why it was aborted, in a word, as <c>Expired</c>; null where it was not.</param>
/// <param name="Failure">The same, as people are told; null where it was not.</param>
public sealed record CheckpointInfo(
    long Id,
    string Kind,
    string Status,
    DateTimeOffset TriggeredAt,
    DateTimeOffset? EndedAt,
    long? DurationMs,
    long Bytes,
    long WrittenBytes,
    long InFlightBytes,
    double AlignmentMs,
    double SyncMs,
    int Subtasks,
    int Acknowledged,
    bool IsKept,
    string? Folder,
    string? Reason,
    string? Failure);

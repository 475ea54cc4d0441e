using System.Text.Json.Serialization;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>A checkpoint as a whole, as it is shown: under way, or over.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="TriggeredAt">When it was triggered.</param>
/// <param name="EndedAt">When it completed or was aborted; null while it is under way.</param>
/// <param name="Target">The folder of a savepoint; null of others.</param>
/// <param name="Bytes">The size of all its files, as far as they were acknowledged.</param>
/// <param name="WrittenBytes">What of that was written for it; the rest was there before.</param>
/// <param name="InFlightBytes">What of it was under way.</param>
/// <param name="LongestAlignment">The longest alignment of a subtask.</param>
/// <param name="LongestSyncPhase">The longest time in which a subtask processed no record.</param>
/// <param name="Subtasks">How many subtasks it is about.</param>
/// <param name="Acknowledged">How many of them have taken part, or were finished before.</param>
/// <param name="Failure">Why it was aborted; null when it was not.</param>
/// <param name="Cause">The same, as people are told; null when it was not.</param>
internal sealed record CheckpointLine(
    long Id,
    CheckpointKind Kind,
    DateTimeOffset TriggeredAt,
    DateTimeOffset? EndedAt,
    string? Target,
    long Bytes,
    long WrittenBytes,
    long InFlightBytes,
    TimeSpan LongestAlignment,
    TimeSpan LongestSyncPhase,
    int Subtasks,
    int Acknowledged,
    AbortReason? Failure,
    string? Cause)
{
    /// <summary>How long it took; null while it is under way.</summary>
    [JsonIgnore]
    public TimeSpan? Duration => EndedAt - TriggeredAt;
}

/// <summary>A subtask's part of a checkpoint, as it is shown.</summary>
/// <param name="Subtask">The subtask.</param>
/// <param name="AcknowledgedAt">When it was heard of; null before that, and of one that was finished before.</param>
/// <param name="IsFinished">Whether it was gone before the checkpoint.</param>
/// <param name="Bytes">The size of its files.</param>
/// <param name="WrittenBytes">What of that was written for this checkpoint.</param>
/// <param name="Times">What it took.</param>
internal sealed record CheckpointSubtask(
    SubtaskNumber Subtask, DateTimeOffset? AcknowledgedAt, bool IsFinished, long Bytes, long WrittenBytes, SnapshotTimes Times)
{
    /// <summary>The name of its vertex; it stands with the first one of a page.</summary>
    public string? Vertex { get; init; }
}

namespace FlowActors.Client.Checkpoints;

/// <summary>A checkpoint with its parts: <c>GET /jobs/{job}/checkpoints/{id}</c>.</summary>
/// <param name="Checkpoint">As a whole.</param>
/// <param name="Vertices">The parts by vertex, in the order of the job's plan.</param>
public sealed record CheckpointDetails(CheckpointInfo Checkpoint, IReadOnlyList<VertexCheckpoint> Vertices);

/// <summary>What a vertex has of a checkpoint.</summary>
/// <param name="Id">The vertex, by its id in the job's plan.</param>
/// <param name="Name">Its name.</param>
/// <param name="Acknowledged">How many of its subtasks have taken part, or were finished before.</param>
/// <param name="Bytes">The size of its files.</param>
/// <param name="Subtasks">The parts of its subtasks.</param>
public sealed record VertexCheckpoint(int Id, string Name, int Acknowledged, long Bytes, IReadOnlyList<SubtaskCheckpoint> Subtasks);

/// <summary>What a subtask has of a checkpoint.</summary>
/// <param name="Index">The subtask, from 0.</param>
/// <param name="Status"><c>awaited</c>, <c>acknowledged</c>, or <c>finished</c>: it was gone before.</param>
/// <param name="AcknowledgedAt">When it was heard of; null where it was not.</param>
/// <param name="StartDelayMs">
/// From the trigger to the first barrier, in milliseconds: what is left of the time from the trigger until it was heard of, by the coordinator's clock, without the
/// three times that follow. The way of the report is part of it. 0 until it was heard of.
/// </param>
/// <param name="AlignmentMs">From the first barrier to the last, in milliseconds.</param>
/// <param name="SyncMs">How long it processed no record, in milliseconds.</param>
/// <param name="AsyncMs">How long its state was written beside processing, in milliseconds.</param>
/// <param name="Bytes">The size of its files.</param>
/// <param name="WrittenBytes">What of that was written for this checkpoint.</param>
/// <param name="InFlightBytes">What was under way and is part of it.</param>
public sealed record SubtaskCheckpoint(
    int Index,
    string Status,
    DateTimeOffset? AcknowledgedAt,
    double StartDelayMs,
    double AlignmentMs,
    double SyncMs,
    double AsyncMs,
    long Bytes,
    long WrittenBytes,
    long InFlightBytes);

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>Names a file of a checkpoint.</summary>
/// <param name="File">Its name, relative to where the job's checkpoints are; no two files ever have the same.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="IsReused">Whether it was written for an earlier checkpoint, which has completed.</param>
internal readonly record struct FileReference(string File, long Bytes, bool IsReused = false);

/// <summary>What it took a subtask to take its part.</summary>
/// <param name="StartDelay">From the trigger to the first barrier, by the coordinator's clock and with the way of the report to it; 0 until it was heard of.</param>
/// <param name="Alignment">From the first barrier to the last.</param>
/// <param name="SyncPhase">How long no record was processed.</param>
/// <param name="AsyncPhase">How long its state was written beside processing.</param>
/// <param name="InFlightBytes">What was under way and is part of it.</param>
internal readonly record struct SnapshotTimes(
    TimeSpan StartDelay, TimeSpan Alignment, TimeSpan SyncPhase, TimeSpan AsyncPhase, long InFlightBytes);

/// <summary>A subtask's part of a checkpoint.</summary>
/// <param name="Subtask">The subtask.</param>
/// <param name="State">Its files; none when it has no state.</param>
/// <param name="HasEnded">Whether its input had ended: a restored one reads nothing any more.</param>
/// <param name="IsFinished">Whether it was gone by then: it took no part and has no state.</param>
/// <param name="Commits">Whether its sinks commit something once the checkpoint is complete.</param>
/// <param name="Times">What it took.</param>
internal sealed record SubtaskPart(
    SubtaskNumber Subtask,
    IReadOnlyList<FileReference> State,
    bool HasEnded = false,
    bool IsFinished = false,
    bool Commits = false,
    SnapshotTimes Times = default)
{
    /// <summary>Its files, as metadata names them; null of a part that has none.</summary>
    public Metadata.SubtaskSnapshot? Snapshot { get; init; }
}

/// <summary>The state of a source's enumerator at a checkpoint.</summary>
/// <param name="Vertex">The source's vertex.</param>
/// <param name="State">Its files.</param>
internal sealed record EnumeratorPart(int Vertex, IReadOnlyList<FileReference> State)
{
    /// <summary>Its file, as metadata names it.</summary>
    public Storage.StateHandle? File { get; init; }

    /// <summary>Whether it had assigned all splits by then, and told all readers so.</summary>
    public bool HasAssignedAll { get; init; }
}

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What the core that decides about checkpoints is told.</summary>
internal interface ICheckpointMessage;

/// <summary>What the core that decides about checkpoints is told. All may be repeated, late, or lost.</summary>
internal static class CheckpointMessages
{
    /// <summary>All subtasks of a region run.</summary>
    /// <param name="Region">The region.</param>
    /// <param name="Attempt">The number of its attempt; higher than any before it when it was started anew.</param>
    /// <param name="Finished">Those that the checkpoint it was restored from says are finished; they do not run.</param>
    public sealed record RegionStarted(int Region, int Attempt, IReadOnlyList<SubtaskNumber> Finished) : ICheckpointMessage
    {
        /// <summary>Whether it has run under an earlier coordinator.</summary>
        public bool IsTakenUp { get; init; }
    }

    /// <summary>A region's attempt failed or is stopped: nothing that it acknowledges counts any more.</summary>
    public sealed record RegionStopped(int Region, int Attempt) : ICheckpointMessage;

    /// <summary>All input of a subtask has ended and it has emitted everything; it is there and takes part in checkpoints.</summary>
    public sealed record SubtaskEnded(SubtaskNumber Subtask, int Attempt) : ICheckpointMessage;

    /// <summary>A subtask is gone: its input had ended, and what it had prepared is committed.</summary>
    public sealed record SubtaskFinished(SubtaskNumber Subtask, int Attempt) : ICheckpointMessage;

    /// <summary>Somebody asks for a checkpoint. The answer is a <see cref="CheckpointEffect.Answer"/>, once.</summary>
    /// <param name="Request">Names the request.</param>
    /// <param name="Kind">What kind of checkpoint; not the final one.</param>
    /// <param name="Target">Where a savepoint is written to; null for others.</param>
    public sealed record RequestCheckpoint(long Request, CheckpointKind Kind, string? Target) : ICheckpointMessage
    {
        /// <summary>Whether a savepoint is to have the native form; checkpoints have it all.</summary>
        public bool IsNative { get; init; }
    }

    /// <summary>An enumerator's state is taken and written.</summary>
    public sealed record EnumeratorTaken(long Checkpoint, CheckpointKind Kind, int Attempt, EnumeratorPart Snapshot) : ICheckpointMessage;

    /// <summary>An enumerator's state could not be taken or written.</summary>
    public sealed record EnumeratorFailed(long Checkpoint, int Attempt, int Vertex, string Cause) : ICheckpointMessage;

    /// <summary>A subtask has taken its part and written it.</summary>
    public sealed record Acknowledged(long Checkpoint, CheckpointKind Kind, int Attempt, SubtaskPart Snapshot) : ICheckpointMessage;

    /// <summary>A subtask cannot take its part.</summary>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Attempt">The subtask's.</param>
    /// <param name="Subtask">The subtask.</param>
    /// <param name="IsAsyncPhase">True when its state was taken and could not be written; false when it was not taken.</param>
    /// <param name="Cause">Why, as people are told.</param>
    public sealed record Declined(long Checkpoint, int Attempt, SubtaskNumber Subtask, bool IsAsyncPhase, string Cause) : ICheckpointMessage;

    /// <summary>The metadata of a checkpoint is durable.</summary>
    public sealed record MetadataWritten(long Checkpoint, FileReference Metadata) : ICheckpointMessage;

    /// <summary>The metadata of a checkpoint could not be written; nothing of it is left.</summary>
    public sealed record MetadataFailed(long Checkpoint, string Cause) : ICheckpointMessage;

    /// <summary>A suspended job goes on with the attempts that it had.</summary>
    public sealed record Resumed : ICheckpointMessage;

    /// <summary>A restart takes an older checkpoint, as these cannot be read.</summary>
    public sealed record FoundUnreadable(IReadOnlyList<long> Checkpoints) : ICheckpointMessage;

    /// <summary>An attempt that was to begin with it could not read it.</summary>
    public sealed record FoundDamaged(long Checkpoint) : ICheckpointMessage;

    /// <summary>The files of the snapshot that the job has taken over are deleted.</summary>
    public sealed record ClaimedGone : ICheckpointMessage;

    /// <summary>The job has ended, and all its subtasks with it.</summary>
    /// <param name="KeepsCheckpoints">Whether its completed checkpoints stay.</param>
    public sealed record JobEnded(bool KeepsCheckpoints) : ICheckpointMessage;

    /// <summary>It is <see cref="CheckpointCore.WakeAt"/>.</summary>
    public sealed record TimePassed : ICheckpointMessage;
}

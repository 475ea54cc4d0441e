using System.Collections.Immutable;
using FlowActors.State;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What travels with a barrier to every subtask.</summary>
/// <param name="Kind">What the checkpoint is for.</param>
/// <param name="Mode">What barriers do; only checkpoints of the kind <see cref="CheckpointKind.Checkpoint"/> may be unaligned.</param>
/// <param name="OldestBase">
/// The oldest completed checkpoint whose files a subtask may reuse; null when it may reuse none. Its files stay until this one is over.
/// </param>
internal sealed record BarrierOptions(CheckpointKind Kind, CheckpointMode Mode, long? OldestBase)
{
    /// <summary>Whether a savepoint has the native form.</summary>
    public bool IsNative { get; init; }
}

/// <summary>What the metadata of a checkpoint consists of.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Target">Where a savepoint is written to; null for others.</param>
/// <param name="TriggeredAt">When it was triggered.</param>
/// <param name="Attempts">The attempt of each region, by region.</param>
/// <param name="Enumerators">The state of the enumerators.</param>
/// <param name="Subtasks">The parts of all subtasks, those that are finished too, in the order of the graph.</param>
internal sealed record CheckpointContent(
    long Id,
    CheckpointKind Kind,
    string? Target,
    DateTimeOffset TriggeredAt,
    ImmutableSortedDictionary<int, int> Attempts,
    IReadOnlyList<EnumeratorPart> Enumerators,
    IReadOnlyList<SubtaskPart> Subtasks)
{
    /// <summary>How keyed state is held.</summary>
    public SnapshotForm Form { get; init; }
}

/// <summary>What the core that decides about checkpoints asks its shell to do.</summary>
internal abstract record CheckpointEffect
{
    private CheckpointEffect()
    {
    }

    /// <summary>Take and write the state of these enumerators, before any subtask hears of the checkpoint.</summary>
    public sealed record SnapshotEnumerators(long Checkpoint, CheckpointKind Kind, IReadOnlyList<int> Vertices, string? Target) : CheckpointEffect;

    /// <summary>
    /// Let the barrier enter at these subtasks. One that has inputs takes it when all its channels have ended or have delivered it, or at once
    /// where it overtakes what is under way; one that has taken it already passes it over, or lets it overtake what it went out behind.
    /// </summary>
    public sealed record EnterBarrier(
        long Checkpoint, BarrierOptions Options, ImmutableSortedDictionary<int, int> Attempts, IReadOnlyList<SubtaskNumber> Subtasks, string? Target) : CheckpointEffect;

    /// <summary>Write the metadata, durable when the answer comes.</summary>
    public sealed record WriteMetadata(CheckpointContent Content) : CheckpointEffect;

    /// <summary>Tell all subtasks that are there, and the enumerators, that a checkpoint is complete: sinks commit.</summary>
    public sealed record NotifyComplete(long Checkpoint) : CheckpointEffect;

    /// <summary>
    /// Tell all subtasks that are there, and the enumerators, that a checkpoint will not complete. Those that stand still at it,
    /// by its kind, go on.
    /// </summary>
    public sealed record NotifyAborted(long Checkpoint, CheckpointKind Kind) : CheckpointEffect;

    /// <summary>Tell all subtasks that are there that no checkpoint below this number completes any more of which they were not told.</summary>
    public sealed record AbortBelow(long Checkpoint) : CheckpointEffect;

    /// <summary>Delete files that nothing refers to. One that is not there is no failure.</summary>
    public sealed record Delete(IReadOnlyList<string> Files) : CheckpointEffect;

    /// <summary>Delete the snapshot that the job has taken over, if it is still there, and nothing else.</summary>
    public sealed record DeleteClaimed(ClaimedSnapshot Snapshot) : CheckpointEffect;

    /// <summary>Delete what earlier coordinators have left behind: all files of checkpoints below a number, but those that are named.</summary>
    public sealed record Sweep(long Below, IReadOnlySet<string> Kept) : CheckpointEffect;

    /// <summary>Tell who asked for a checkpoint what became of it.</summary>
    public sealed record Answer(long Request, CheckpointOutcome Outcome) : CheckpointEffect;

    /// <summary>Too many checkpoints have failed, or the job cannot go on after one has: its attempts fail, and restart as after any failure.</summary>
    public sealed record FailJob(long Checkpoint, AbortReason Reason, string Cause) : CheckpointEffect;

    /// <summary>The job stands still at a checkpoint, which is complete.</summary>
    public sealed record Suspended(long Checkpoint) : CheckpointEffect;

    /// <summary>The checkpoint with which the job ends is complete: subtasks finish once their commits are done.</summary>
    public sealed record EndJob(long Checkpoint, CheckpointKind Kind) : CheckpointEffect;
}

/// <summary>What a checkpoint under way waits for.</summary>
/// <param name="Barrier">Its barrier, at those of the entries of which nothing was heard.</param>
/// <param name="Missing">All subtasks of which nothing was heard.</param>
internal sealed record AwaitedParts(CheckpointEffect.EnterBarrier Barrier, IReadOnlyList<SubtaskNumber> Missing);

/// <summary>What became of a request.</summary>
internal abstract record CheckpointOutcome
{
    private CheckpointOutcome()
    {
    }

    /// <summary>It is complete, and that is written down.</summary>
    public sealed record Completed(CompletedCheckpoint Checkpoint) : CheckpointOutcome;

    /// <summary>It was triggered and does not complete.</summary>
    public sealed record Aborted(long Checkpoint, AbortReason Reason, string Cause) : CheckpointOutcome;

    /// <summary>It was not triggered.</summary>
    public sealed record Refused(RefusalReason Reason) : CheckpointOutcome;
}

/// <summary>Decisions to write down in this order, and then effects to perform in this order.</summary>
internal sealed record CheckpointStep(IReadOnlyList<ICheckpointEvent> Events, IReadOnlyList<CheckpointEffect> Effects);

using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What the core of a coordinator asks its shell to do.</summary>
internal abstract record CoordinatorEffect
{
    private CoordinatorEffect()
    {
    }

    /// <summary>Tell the agent of a node.</summary>
    public sealed record ToNode(string Node, IAttemptCommand Command) : CoordinatorEffect;

    /// <summary>Tell the enumerator of a source, which is made from the snapshot of its attempt when it is not there.</summary>
    public sealed record ToEnumerator(ReaderReport Report, RestoreFrom? Restore) : CoordinatorEffect;

    /// <summary>Take and write the state of an enumerator; answered by <see cref="EnumeratorWritten"/> or <see cref="EnumeratorNotWritten"/>.</summary>
    public sealed record SnapshotEnumerator(
        AttemptId Attempt, int Vertex, long Checkpoint, CheckpointKind Kind, string? Target, RestoreFrom? Restore) : CoordinatorEffect
    {
        /// <summary>Whether one that is lost had told all readers that they get no more, so that this one has to tell nobody.</summary>
        public bool HasAssignedAll { get; init; }
    }

    /// <summary>Tell the enumerators that a checkpoint is complete, or will not be.</summary>
    public sealed record EndCheckpointAtEnumerators(long Checkpoint, bool IsComplete) : CoordinatorEffect;

    /// <summary>Write the metadata of a checkpoint; answered by <see cref="SnapshotPublished"/>.</summary>
    public sealed record Publish(SnapshotMetadata Metadata, string? Target) : CoordinatorEffect;

    /// <summary>Delete files of checkpoints.</summary>
    public sealed record DeleteFiles(IReadOnlyList<string> Files) : CoordinatorEffect;

    /// <summary>Delete the snapshot that the job has taken over, if it is still there.</summary>
    public sealed record DeleteClaimed(ClaimedSnapshot Snapshot) : CoordinatorEffect;

    /// <summary>Delete what earlier coordinators have left behind of checkpoints below a number, but what is named.</summary>
    public sealed record Sweep(long Below, IReadOnlySet<string> Kept) : CoordinatorEffect;

    /// <summary>Tell who asked for a checkpoint what became of it.</summary>
    public sealed record AnswerCheckpoint(long Request, CheckpointOutcome Outcome) : CoordinatorEffect;

    /// <summary>Tell who asked for a rescale how far it is.</summary>
    public sealed record TellRescale(long Request, RescaleNews News) : CoordinatorEffect;

    /// <summary>Tell the job manager why slots that are to move stay; null: they do not.</summary>
    public sealed record TellMove(string? Reason) : CoordinatorEffect;

    /// <summary>Ask the job manager where the slots may live.</summary>
    public sealed record Place(int Request, int Slots) : CoordinatorEffect
    {
        /// <summary>Whether a placement that there is no room for is refused: the job can go back to what it had.</summary>
        public bool IsTry { get; init; }
    }

    /// <summary>Tell the job manager where slots live already: of an attempt that is taken up; null when there is none.</summary>
    public sealed record Claim(AttemptPlacement? Placement) : CoordinatorEffect;

    /// <summary>These nodes did not stop an attempt in time.</summary>
    public sealed record LeftBehind(AttemptId Attempt, IReadOnlyList<string> Nodes) : CoordinatorEffect;

    /// <summary>The job stands still: tell who waits, and say why.</summary>
    public sealed record AnnounceHalt(AttemptFailure Failure) : CoordinatorEffect;

    /// <summary>The job has ended: tell who waits.</summary>
    public sealed record AnnounceEnd(JobStatus Status) : CoordinatorEffect;
}

/// <summary>Decisions to write down, and then effects to perform.</summary>
internal sealed record CoordinatorStep(IReadOnlyList<ICoordinatorEvent> Events, IReadOnlyList<CoordinatorEffect> Effects);

using System.Text.Json.Serialization;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>A decision about checkpoints, for the journal of the job's coordinator. The names are pinned: old journals are read for ever.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CheckpointEvents.CheckpointIdsReserved), "ids-reserved")]
[JsonDerivedType(typeof(CheckpointEvents.CheckpointCompleted), "completed")]
[JsonDerivedType(typeof(CheckpointEvents.CheckpointsDropped), "dropped")]
[JsonDerivedType(typeof(CheckpointEvents.CheckpointsUnreadable), "unreadable")]
[JsonDerivedType(typeof(CheckpointEvents.CheckpointFoundDamaged), "found-damaged")]
[JsonDerivedType(typeof(CheckpointEvents.CheckpointsKept), "kept")]
[JsonDerivedType(typeof(CheckpointEvents.SnapshotClaimed), "claimed")]
[JsonDerivedType(typeof(CheckpointEvents.ClaimedDeleted), "claimed-deleted")]
internal interface ICheckpointEvent;

/// <summary>What is decided about checkpoints.</summary>
internal static class CheckpointEvents
{
    /// <summary>Numbers below this one may have been used: a later coordinator begins with it.</summary>
    public sealed record CheckpointIdsReserved(long Below) : ICheckpointEvent;

    /// <summary>All parts and the metadata of a checkpoint are durable.</summary>
    public sealed record CheckpointCompleted(CompletedCheckpoint Checkpoint) : ICheckpointEvent;

    /// <summary>No restart takes these any more; what only they refer to is deleted after this is written.</summary>
    public sealed record CheckpointsDropped(IReadOnlyList<long> Checkpoints) : ICheckpointEvent;

    /// <summary>These cannot be read, and a restart took an older one. Their files stay until another one completes.</summary>
    public sealed record CheckpointsUnreadable(IReadOnlyList<long> Checkpoints) : ICheckpointEvent;

    /// <summary>An attempt could not read a file of this one. Whoever looks at it from here on reads all of it before it is taken again.</summary>
    public sealed record CheckpointFoundDamaged(long Checkpoint) : ICheckpointEvent;

    /// <summary>The snapshot that the job begins with is the job's from here on.</summary>
    public sealed record SnapshotClaimed(ClaimedSnapshot Snapshot) : ICheckpointEvent;

    /// <summary>The files of the snapshot that was the job's are deleted. What lies in its folder from here on is somebody's.</summary>
    public sealed record ClaimedDeleted : ICheckpointEvent;

    /// <summary>
    /// All that the decisions before this one have led to. Given to a core that is made anew; the journal is cut by the job's coordinator, for all of the
    /// job at once. Journals of earlier versions have it.
    /// </summary>
    public sealed record CheckpointsKept(CheckpointRecord Record) : ICheckpointEvent;
}

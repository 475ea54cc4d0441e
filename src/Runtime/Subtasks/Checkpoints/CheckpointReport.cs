using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>What a subtask says of its part of a checkpoint.</summary>
internal abstract record CheckpointReport(CheckpointBarrier Barrier)
{
    /// <summary>Its part is taken and durable.</summary>
    /// <param name="Barrier">The barrier.</param>
    /// <param name="Target">The folder of a savepoint; null of others.</param>
    /// <param name="Snapshot">Its files.</param>
    /// <param name="Commits">Whether its sinks commit something once the checkpoint is complete.</param>
    /// <param name="Times">What it took.</param>
    public sealed record Taken(CheckpointBarrier Barrier, string? Target, SubtaskSnapshot Snapshot, bool Commits, SnapshotTimes Times) : CheckpointReport(Barrier);

    /// <summary>Its state was taken and could not be written.</summary>
    public sealed record NotWritten(CheckpointBarrier Barrier, string Cause) : CheckpointReport(Barrier);
}

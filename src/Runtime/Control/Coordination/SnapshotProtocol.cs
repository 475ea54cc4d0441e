using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Protocols;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What a client asks a job's coordinator of snapshots, those that somebody asked for and all others, and what is answered.</summary>
internal static class SnapshotProtocol
{
    /// <summary>How far is a snapshot that was asked for? Answered at once by <see cref="SnapshotRequest"/>.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Request">Names the request, as <see cref="TakeSnapshot"/> does.</param>
    public sealed record GetSnapshotRequest(JobId Job, string Request) : IJobMessage, IControlQuery;

    /// <summary>How far a snapshot is that was asked for.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Progress">How far it is; null when nobody knows the request (any more).</param>
    public sealed record SnapshotRequest(JobId Job, SnapshotProgress? Progress) : IControlEvent;

    /// <summary>The checkpoints of a job; answered by <see cref="JobCheckpoints"/>.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Below">Only those with lower numbers; null for the first page.</param>
    public sealed record GetCheckpoints(JobId Job, long? Below) : IJobMessage, IControlQuery;

    /// <summary>A page of the checkpoints of a job that are remembered or under way, the latest first.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Settings">How it takes them; null when it takes none.</param>
    /// <param name="Totals">What became of those that were triggered.</param>
    /// <param name="Page">The page.</param>
    /// <param name="More">Whether there are others.</param>
    public sealed record JobCheckpoints(JobId Job, CheckpointSettings? Settings, CheckpointTotals Totals, IReadOnlyList<CheckpointLine> Page, bool More) : IControlEvent
    {
        /// <summary>The last one that completed and is no savepoint; null before.</summary>
        public CheckpointLine? LastCompleted { get; init; }

        /// <summary>The last savepoint that completed; null before.</summary>
        public CheckpointLine? LastSavepoint { get; init; }

        /// <summary>The last one that was aborted; null before.</summary>
        public CheckpointLine? LastAborted { get; init; }

        /// <summary>What the last attempt began with; null for nothing.</summary>
        public RestoreFrom? Restored { get; init; }

        /// <summary>Those that are kept for restarts.</summary>
        public IReadOnlyList<long> Kept { get; init; } = [];
    }

    /// <summary>The parts of a checkpoint; answered by <see cref="CheckpointParts"/>.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Checkpoint">Its number; null for the last that is remembered or under way.</param>
    /// <param name="Skip">How many subtasks to leave out.</param>
    public sealed record GetCheckpointParts(JobId Job, long? Checkpoint, int Skip) : IJobMessage, IControlQuery;

    /// <summary>A page of the parts of a checkpoint, by vertex and subtask.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Line">As a whole; null when it is not remembered.</param>
    /// <param name="Subtasks">The page.</param>
    /// <param name="More">Whether there are others.</param>
    public sealed record CheckpointParts(JobId Job, CheckpointLine? Line, IReadOnlyList<CheckpointSubtask> Subtasks, bool More) : IControlEvent;
}

/// <summary>How far a snapshot is that was asked for.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Target">The folder of a savepoint; null of a checkpoint.</param>
/// <param name="IsNative">Whether a savepoint is to have the native form.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="EndedAt">When it was complete, or would not be; null before.</param>
/// <param name="Checkpoint">Its number; null before it is complete.</param>
/// <param name="Failure">Why there is none; null when there is, or may be.</param>
internal sealed record SnapshotProgress(
    CheckpointKind Kind, string? Target, bool IsNative, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, long? Checkpoint, string? Failure)
{
    /// <summary>Whether it is over.</summary>
    [JsonIgnore]
    public bool IsOver => EndedAt is not null;
}

using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Subtasks;

/// <summary>Names one subtask of one attempt; also the id of its sharding entity. Another attempt is another entity.</summary>
internal readonly record struct SubtaskId(JobId Job, int Attempt, int Vertex, int Index)
{
    /// <summary>The entity id: <c>job-attempt-vertex-subtask</c>.</summary>
    public override string ToString() => $"{Job.Value}-{Attempt}-{Vertex}-{Index}";
}

/// <summary>
/// What the agent of a node and the subtasks on it say to each other; these messages leave a node only when sharding puts a
/// subtask where it does not belong. Every one names its subtask and with it job and attempt, so that stale ones die at the
/// door. A subtask's life: Deployed → Restoring → Ready → Running → Finishing → Committing → Finished | Failed | Stopped.
/// </summary>
internal static class SubtaskProtocol
{
    /// <summary>To a subtask.</summary>
    public interface ICommand : IControlCommand
    {
        SubtaskId Subtask { get; }
    }

    /// <summary>From a subtask, to the agent that deployed it.</summary>
    public interface IEvent : IControlEvent
    {
        SubtaskId Subtask { get; }
    }

    /// <summary>Build the subtask from what the node was handed of its attempt, and register its inputs. The first message.</summary>
    public sealed record Deploy(SubtaskId Subtask) : ICommand;

    /// <summary>All subtasks are deployed: open the state, then the operators.</summary>
    public sealed record Open(SubtaskId Subtask) : ICommand;

    /// <summary>All subtasks are open: records may flow.</summary>
    public sealed record Start(SubtaskId Subtask) : ICommand;

    /// <summary>All subtasks of the job have ended their input: make results visible and end.</summary>
    public sealed record Finish(SubtaskId Subtask) : ICommand;

    /// <summary>To a source: splits for its reader, which passes over those that it has.</summary>
    public sealed record TakeSplits(SubtaskId Subtask, long From, IReadOnlyList<byte[]> Splits, bool NoMore, long Behind) : ICommand;

    /// <summary>The barrier of a checkpoint enters here; see <see cref="Subtasks.Subtask.EnterBarrier"/>.</summary>
    public sealed record EnterBarrier(SubtaskId Subtask, long Checkpoint, CheckpointKind Kind, CheckpointMode Mode, long Splits) : ICommand
    {
        /// <summary>Whether a savepoint has the native form.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsNative { get; init; }
    }

    /// <summary>Where a savepoint is written to, whose barrier will come.</summary>
    public sealed record AimSavepoint(SubtaskId Subtask, long Checkpoint, string Target) : ICommand;

    /// <summary>A checkpoint is complete, or will not be.</summary>
    public sealed record CheckpointOver(SubtaskId Subtask, long Checkpoint, bool IsComplete) : ICommand
    {
        /// <summary>The lower ones that go on; all other lower ones are over, too. Null for none.</summary>
        public IReadOnlyList<long>? UnderWay { get; init; }
    }

    /// <summary>The attempt is over: free everything and end, whatever the state.</summary>
    public sealed record Stop(SubtaskId Subtask) : ICommand;

    /// <summary>Answer to <see cref="Deploy"/>: the inputs are registered.</summary>
    public sealed record Deployed(SubtaskId Subtask) : IEvent;

    /// <summary>Answer to <see cref="Deploy"/> from a node that was not handed the attempt: the shard is at the wrong place.</summary>
    public sealed record Misplaced(SubtaskId Subtask, string Node) : IEvent;

    /// <summary>Answer to <see cref="Open"/>.</summary>
    public sealed record Ready(SubtaskId Subtask) : IEvent;

    /// <summary>Answer to <see cref="Start"/>.</summary>
    public sealed record Running(SubtaskId Subtask) : IEvent;

    /// <summary>From a source: how far its reader is with its enumerator. Repeated while splits are awaited.</summary>
    public sealed record ReaderTold(SubtaskId Subtask, long Requests, long Received, long Report) : IEvent;

    /// <summary>Its part of a checkpoint is taken and durable.</summary>
    public sealed record CheckpointTaken(
        SubtaskId Subtask, long Checkpoint, CheckpointKind Kind, string? Target, SubtaskSnapshot Snapshot, bool Commits, SnapshotTimes Times) : IEvent;

    /// <summary>Its part of a checkpoint was taken and could not be written.</summary>
    public sealed record CheckpointNotWritten(SubtaskId Subtask, long Checkpoint, string Cause) : IEvent;

    /// <summary>All input is processed and flushed; waits for <see cref="Finish"/>. Carries the accumulators.</summary>
    public sealed record Finishing(SubtaskId Subtask, IReadOnlyDictionary<string, AccumulatorValue> Accumulators) : IEvent;

    /// <summary>Ended well; the entity is gone. Carries the accumulators, to which the commit may have added.</summary>
    public sealed record Finished(SubtaskId Subtask, IReadOnlyDictionary<string, AccumulatorValue> Accumulators) : IEvent;

    /// <summary>Failed; everything is freed, the entity is gone.</summary>
    public sealed record Failed(SubtaskId Subtask, SubtaskFailure Failure) : IEvent;

    /// <summary>Answer to <see cref="Stop"/>; the entity is gone.</summary>
    public sealed record Stopped(SubtaskId Subtask) : IEvent;
}

/// <summary>A sum of whole numbers or of floating-point numbers.</summary>
internal readonly record struct AccumulatorValue(long? Long, double? Double);

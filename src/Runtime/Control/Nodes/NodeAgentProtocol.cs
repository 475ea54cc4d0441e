using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>
/// What a node's agent is told and what it answers. A job coordinator speaks to the node about an attempt as a whole, never about
/// single subtasks, so that messages are as many as nodes and as small as a placement.
/// </summary>
internal static class NodeAgentProtocol
{
    /// <summary>
    /// From a job coordinator. One with a lower epoch than the agent has seen of the job comes from a job manager that was
    /// replaced, and is dropped. Each tells the agent that the attempt's coordinator lives.
    /// </summary>
    public interface IAttemptCommand : IControlCommand
    {
        AttemptId Attempt { get; }

        long Epoch { get; }
    }

    /// <summary>Build the job's graph and deploy the attempt's subtasks that live here. Answered by <see cref="AttemptReport"/>.</summary>
    /// <param name="Attempt">Which one.</param>
    /// <param name="Epoch">The job manager's.</param>
    /// <param name="Job">What to build the graph from.</param>
    /// <param name="GraphHash">What the graph must hash to.</param>
    /// <param name="Placement">Where the slots live.</param>
    /// <param name="Restore">What it begins with; null for nothing.</param>
    /// <param name="TakesCheckpoints">Whether the job takes checkpoints.</param>
    public sealed record DeployAttempt(
        AttemptId Attempt,
        long Epoch,
        JobSpec Job,
        string GraphHash,
        AttemptPlacement Placement,
        RestoreFrom? Restore = null,
        bool TakesCheckpoints = false) : IAttemptCommand;

    /// <summary>Bring the attempt's subtasks here to a phase, or only say how far they are. Answered by <see cref="AttemptReport"/>.</summary>
    /// <param name="Attempt">Which one.</param>
    /// <param name="Epoch">The job manager's.</param>
    /// <param name="Target">Ready, Running, Finished or Gone; null asks for nothing more than before.</param>
    public sealed record AdvanceAttempt(AttemptId Attempt, long Epoch, SubtaskPhase? Target) : IAttemptCommand;

    /// <summary>How far an attempt is on a node: the answer to every command, and told whenever there is something new.</summary>
    /// <param name="Attempt">Which one.</param>
    /// <param name="Node">The node's address.</param>
    /// <param name="Incarnation">The run of the node's process.</param>
    /// <param name="IsKnown">False when the attempt was never handed to this process, or is long over.</param>
    /// <param name="Reached">The phase that all its subtasks here have reached.</param>
    /// <param name="Failure">The first failure here; null when there was none.</param>
    /// <param name="Accumulators">Their sums over the subtasks here, once all have ended their input.</param>
    /// <param name="IsStopping">True when the subtasks here were told to end, and not all of them had ended well.</param>
    public sealed record AttemptReport(
        AttemptId Attempt,
        string Node,
        string Incarnation,
        bool IsKnown,
        SubtaskPhase Reached,
        NodeFailure? Failure,
        IReadOnlyDictionary<string, AccumulatorValue>? Accumulators,
        bool IsStopping) : IControlEvent
    {
        /// <summary>
        /// Subtasks here that have ended their input, a page of them: those that were not told of yet, and with the answers to commands all of them in
        /// turn. Null where the job takes no checkpoints.
        /// </summary>
        public IReadOnlyList<SubtaskNumber>? Ended { get; init; }
    }

    /// <summary>
    /// A checkpoint begins: its barrier enters at some subtasks here, and all of them hear where a savepoint is written to. Repeated until all parts
    /// were heard of.
    /// </summary>
    /// <param name="Attempt">Which attempt.</param>
    /// <param name="Epoch">The job manager's.</param>
    /// <param name="Checkpoint">The number of the checkpoint.</param>
    /// <param name="Kind">What it is for.</param>
    /// <param name="Mode">What its barriers do.</param>
    /// <param name="Target">The folder of a savepoint; null of others.</param>
    /// <param name="Entries">Where it enters.</param>
    public sealed record EnterBarriers(
        AttemptId Attempt, long Epoch, long Checkpoint, CheckpointKind Kind, CheckpointMode Mode, string? Target, IReadOnlyList<BarrierEntry> Entries) : IAttemptCommand
    {
        /// <summary>Whether a savepoint has the native form.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsNative { get; init; }

        /// <summary>The subtasks here of which the coordinator has not heard, though it should have: what they have said is said again.</summary>
        public IReadOnlyList<SubtaskNumber> Awaited { get; init; } = [];
    }

    /// <summary>A subtask at which a barrier enters.</summary>
    /// <param name="Vertex">The vertex.</param>
    /// <param name="Subtask">The subtask.</param>
    /// <param name="Splits">How many splits the reader of a source must have got before.</param>
    public sealed record BarrierEntry(int Vertex, int Subtask, long Splits)
    {
        /// <summary>
        /// The checkpoint before it that is under way and enters there, too: a subtask takes part in the order of the numbers, so this one waits where
        /// the other was lost. Null for none.
        /// </summary>
        public long? Behind { get; init; }
    }

    /// <summary>A checkpoint is complete, or will not be. Repeated with the heartbeat.</summary>
    public sealed record EndCheckpoint(AttemptId Attempt, long Epoch, long Checkpoint, bool IsComplete) : IAttemptCommand
    {
        /// <summary>The lower ones that go on; all other lower ones are over, too. Null for none.</summary>
        public IReadOnlyList<long>? UnderWay { get; init; }
    }

    /// <summary>To a job coordinator: a subtask has taken its part of a checkpoint and written it.</summary>
    /// <param name="Attempt">Which attempt.</param>
    /// <param name="Checkpoint">The number of the checkpoint.</param>
    /// <param name="Kind">What it is for.</param>
    /// <param name="Target">The folder of a savepoint; null of others.</param>
    /// <param name="Vertex">The vertex.</param>
    /// <param name="Snapshot">The subtask's files.</param>
    /// <param name="Commits">Whether its sinks commit something once the checkpoint is complete.</param>
    /// <param name="Times">What it took.</param>
    public sealed record SubtaskCheckpoint(
        AttemptId Attempt, long Checkpoint, CheckpointKind Kind, string? Target, int Vertex, SubtaskSnapshot Snapshot, bool Commits, SnapshotTimes Times) : IControlEvent;

    /// <summary>To a job coordinator: a subtask could not write its part of a checkpoint.</summary>
    public sealed record SubtaskCheckpointFailed(AttemptId Attempt, long Checkpoint, int Vertex, int Subtask, string Cause) : IControlEvent;

    /// <summary>To a job coordinator: how far the reader of a source is with its enumerator, which answers by <see cref="AssignSplits"/>. Repeated while splits are awaited.</summary>
    /// <param name="Attempt">Which one.</param>
    /// <param name="Node">The address of the reader's node.</param>
    /// <param name="Vertex">The vertex that the source is the head of.</param>
    /// <param name="Subtask">The reader's subtask.</param>
    /// <param name="Requests">How many splits it has asked for so far.</param>
    /// <param name="Received">How many splits it has got so far.</param>
    /// <param name="Report">How far it says that it has come; 0 when it has said nothing.</param>
    public sealed record ReaderReport(AttemptId Attempt, string Node, int Vertex, int Subtask, long Requests, long Received, long Report) : IControlEvent;

    /// <summary>Splits for the reader of a source, which passes over those that it has.</summary>
    /// <param name="Attempt">Which one.</param>
    /// <param name="Epoch">The job manager's.</param>
    /// <param name="Vertex">The vertex that the source is the head of.</param>
    /// <param name="Subtask">The reader's subtask.</param>
    /// <param name="From">The number of the first split, from 0.</param>
    /// <param name="Splits">The splits, as their serializer writes them.</param>
    /// <param name="NoMore">True when no split follows these.</param>
    /// <param name="Behind">The checkpoint that was under way; 0 when none was.</param>
    public sealed record AssignSplits(
        AttemptId Attempt, long Epoch, int Vertex, int Subtask, long From, IReadOnlyList<byte[]> Splits, bool NoMore, long Behind) : IAttemptCommand;

    /// <summary>From the job manager: the job has ended, nothing of it is needed any more.</summary>
    public sealed record ForgetJob(JobId Job) : IControlCommand;

    /// <summary>From the job manager: the node gets subtasks.</summary>
    public sealed record NodeRegistered(string Node) : IControlEvent
    {
        /// <summary>Whether the node is being drained, and has no slots any more.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsDrained { get; init; }

        /// <summary>The epoch of the job manager.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public long Epoch { get; init; }

        /// <summary>The registered jobs of which the node has another build than that of the job manager: it gets none of their slots. Null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? OtherBuilds { get; init; }
    }

    /// <summary>From the job manager: the node is being drained. It says so whenever it registers, and leaves when it has no slots any more.</summary>
    public sealed record BeginDrain(string Node) : IControlCommand;

    /// <summary>From the job manager: the node gets no subtasks.</summary>
    public sealed record NodeRefused(string Node, string Reason) : IControlEvent;

    /// <summary>From the job manager: the job is not remembered any more, and nobody will ask for its last figures.</summary>
    public sealed record ForgetFigures(JobId Job) : IControlCommand;

    /// <summary>From a client: answered by <see cref="JobFigures"/>.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Attempts">The attempts whose subtasks are meant, running and ended ones: their numbers by region.</param>
    /// <param name="After">The last subtask of the page before; null for the first page.</param>
    public sealed record GetJobFigures(JobId Job, IReadOnlyDictionary<int, int> Attempts, SubtaskId? After) : IControlQuery
    {
        /// <summary>Whether what the subtasks are doing is asked for, too.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool WithDetails { get; init; }
    }

    /// <summary>A page of the subtasks of an attempt on a node, in their order.</summary>
    public sealed record JobFigures(string Node, IReadOnlyList<SubtaskFigures> Subtasks, bool More) : IControlEvent;
}

/// <summary>A failure on a node.</summary>
/// <param name="Vertex">The vertex; null when it was in none.</param>
/// <param name="Subtask">The subtask; null when it was in none.</param>
/// <param name="Cause">What went wrong.</param>
internal sealed record NodeFailure(int? Vertex, int? Subtask, SubtaskFailure Cause);

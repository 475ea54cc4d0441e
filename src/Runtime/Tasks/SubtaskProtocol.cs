using FlowActors.Runtime.Control;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Tasks;

/// <summary>Names one subtask of one attempt; also the id of its sharding entity. Another attempt is another entity.</summary>
internal readonly record struct SubtaskId(JobId Job, int Attempt, int Vertex, int Index)
{
    /// <summary>The entity id: <c>job-attempt-vertex-subtask</c>.</summary>
    public override string ToString() => $"{Job.Value}-{Attempt}-{Vertex}-{Index}";
}

/// <summary>Where a slot of a job lives: slot i holds subtask i of every vertex.</summary>
/// <param name="ShardId">The shard, from the fixed pool.</param>
/// <param name="Node">The Akka address of its node.</param>
/// <param name="Endpoint">Where that node takes frames.</param>
internal sealed record SlotLocation(string ShardId, string Node, DataEndpoint Endpoint);

/// <summary>
/// What job coordinator and subtask say to each other. Every message names its subtask and with it job and attempt, so that
/// stale ones die at the door. A subtask's life: Deployed → Ready → Running → Finishing → Finished | Failed | Stopped.
/// </summary>
internal static class SubtaskProtocol
{
    /// <summary>To a subtask, through its shard.</summary>
    public interface ICommand : IControlMessage
    {
        SubtaskId Subtask { get; }
    }

    /// <summary>From a subtask, to the coordinator that deployed it.</summary>
    public interface IEvent : IControlMessage
    {
        SubtaskId Subtask { get; }
    }

    /// <summary>Build the job's graph and the subtask, and register its inputs. The first message; may be repeated.</summary>
    /// <param name="Subtask">Which one.</param>
    /// <param name="Job">What to build the graph from.</param>
    /// <param name="GraphHash">What the graph must hash to.</param>
    /// <param name="Region">The number of the region on the wire.</param>
    /// <param name="Slots">Where slot i lives, by i, for the greatest parallelism of the job.</param>
    public sealed record Deploy(
        SubtaskId Subtask, JobSpec Job, string GraphHash, ulong Region, IReadOnlyList<SlotLocation> Slots) : ICommand;

    /// <summary>All subtasks are deployed: open the operators. May be repeated.</summary>
    public sealed record Open(SubtaskId Subtask) : ICommand;

    /// <summary>All subtasks are open: records may flow. May be repeated.</summary>
    public sealed record Start(SubtaskId Subtask) : ICommand;

    /// <summary>All subtasks have ended their input: make results visible and end. May be repeated.</summary>
    public sealed record Finish(SubtaskId Subtask) : ICommand;

    /// <summary>The attempt is over: free everything and end, whatever the state. May be repeated.</summary>
    public sealed record Stop(SubtaskId Subtask) : ICommand;

    /// <summary>Answer to <see cref="Deploy"/>: the inputs are registered.</summary>
    public sealed record Deployed(SubtaskId Subtask) : IEvent;

    /// <summary>Answer to <see cref="Open"/>.</summary>
    public sealed record Ready(SubtaskId Subtask) : IEvent;

    /// <summary>Answer to <see cref="Start"/>.</summary>
    public sealed record Running(SubtaskId Subtask) : IEvent;

    /// <summary>All input is processed and flushed; waits for <see cref="Finish"/>.</summary>
    /// <param name="Subtask">Which one.</param>
    /// <param name="AccumulatorNames">The names of the accumulators so far; null for none.</param>
    public sealed record Finishing(SubtaskId Subtask, IReadOnlyList<string>? AccumulatorNames = null) : IEvent;

    /// <summary>Ended well; the entity is gone. Carries the final accumulators.</summary>
    public sealed record Finished(SubtaskId Subtask, IReadOnlyDictionary<string, AccumulatorValue> Accumulators) : IEvent;

    /// <summary>Failed; everything is freed, the entity is gone.</summary>
    public sealed record Failed(SubtaskId Subtask, SubtaskFailure Failure) : IEvent;

    /// <summary>Answer to <see cref="Stop"/>; the entity is gone.</summary>
    public sealed record Stopped(SubtaskId Subtask) : IEvent;
}

/// <summary>A sum of whole numbers or of floating-point numbers.</summary>
internal readonly record struct AccumulatorValue(long? Long, double? Double);

/// <summary>What is told of an exception.</summary>
/// <param name="Operator">The operator's name; null when none was at work.</param>
/// <param name="Type">The exception's type.</param>
/// <param name="Message">Its message.</param>
/// <param name="Details">Its text with stack trace.</param>
internal sealed record SubtaskFailure(string? Operator, string Type, string Message, string Details)
{
    /// <summary>The text of the record at hand; null unless failures may show records.</summary>
    public string? Record { get; init; }

    /// <summary>The exception itself where the message did not leave the process; not serialized.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Exception? Original { get; init; }

    public static SubtaskFailure From(string? operatorName, Exception exception) =>
        new(operatorName, exception.GetType().FullName ?? exception.GetType().Name, ExceptionText.Message(exception), ExceptionText.Details(exception))
        {
            Original = exception,
        };
}

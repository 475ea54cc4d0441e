using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Testing;

/// <summary>The surroundings of an operator in a harness. Immutable.</summary>
public sealed record HarnessSettings
{
    /// <summary>How many subtasks the operator has. Default: 1.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Which of them the harness is, from 0. Default: 0. A group sets it for each of its subtasks.</summary>
    public int SubtaskIndex { get; init; }

    /// <summary>
    /// The number of key groups, 1 to 32,768. Null (default) takes the snapshot's, then what the program says, then Flink's default
    /// for the parallelism.
    /// </summary>
    public int? MaxParallelism { get; init; }

    /// <summary>What the operator is restored from before it is opened. Null (default): it starts without state.</summary>
    public OperatorSnapshot? Snapshot { get; init; }

    /// <summary>The processing time. Null (default) takes the snapshot's clock, else a new one.</summary>
    public TestClock? Clock { get; init; }

    /// <summary>
    /// Keeps the operator's state; the caller disposes it after the harness. Null (default): in memory. Whatever keeps it, it leaves
    /// and comes back as bytes by <see cref="OperatorHarness.Snapshot"/> and a restore.
    /// </summary>
    public IStateBackend? StateBackend { get; init; }

    /// <summary>How records, keys and state are turned into bytes. Default: the process's registry.</summary>
    public SerializerRegistry Serializers { get; init; } = SerializerRegistry.Default;

    /// <summary>Whether built-in operators copy values of mutable types as they leave state. Default: true.</summary>
    public bool CopyMutableState { get; init; } = true;

    /// <summary>The number of the attempt, from 1. Default: 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The job: that of the snapshot, of which the harness is a later attempt, else a new one.</summary>
    internal JobId JobId
    {
        get => Snapshot?.Settings.JobId ?? field;
        init;
    } = JobId.Create();

    /// <summary>
    /// True when the output is full after each record: an operator that emits in a loop of the engine stands still after each, and
    /// goes on by <see cref="Operators.IStreamOperator.Resume"/>. Default: false.
    /// </summary>
    public bool OneSlotOutput { get; init; }

    /// <exception cref="ArgumentException">The numbers contradict each other.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Parallelism, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(SubtaskIndex);
        ArgumentOutOfRangeException.ThrowIfLessThan(Attempt, 1);
        if (SubtaskIndex >= Parallelism)
            throw new ArgumentException($"Subtask {SubtaskIndex} is none of the subtasks 0 to {Parallelism - 1}: set Parallelism too.");
    }
}

using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Bench.Candidates;

/// <summary>The surroundings of the one operator of a subtask that owns all key groups, with state in memory.</summary>
/// <param name="quantum">Says when to stop.</param>
/// <param name="tail">Where its results go.</param>
internal sealed class HotContext(RunQuantum quantum, IEventTime tail) : OperatorContext
{
    private static readonly SerializerRegistry s_serializers = new();

    private readonly IStateScope _scope = new MemoryStateBackend().Open(
        new StateScopeSettings(new JobId("hot"), 1, 0, 0, 128, KeyGroups.RangeOf(0, 128, 1), [new StateOperator("hot", "hot")], s_serializers, TimeProvider.System),
        CancellationToken.None);

    public override JobId JobId { get; } = JobId.Create();

    public override string JobName => "bench hot";

    public override string OperatorName => "hot";

    public override string OperatorUid => "hot";

    public override int SubtaskIndex => 0;

    public override int Parallelism => 1;

    public override int MaxParallelism => 128;

    public override int Attempt => 1;

    public override TimeProvider Time => TimeProvider.System;

    public override IMetricGroup Metrics => throw Unused();

    public override CancellationToken Cancelled => CancellationToken.None;

    public override int ChainIndex => 0;

    public override ExecutionCursor Cursor { get; } = new();

    public override Output<T> GetOutput<T>(int output) => (Output<T>)tail;

    public override IEventTime EventTime => tail;

    public override RunQuantum Quantum => quantum;

    public override SerializerRegistry Serializers => s_serializers;

    public override bool CopyMutableState => true;

    public override IOperatorStateStore OperatorState => throw Unused();

    public override LongCounter GetLongCounter(string name) => throw Unused();

    public override DoubleCounter GetDoubleCounter(string name) => throw Unused();

    public override IKeyedStates<TKey> GetKeyedStates<TKey>() => _scope.Keyed<TKey>(OperatorUid);

    public override void Suspend() => throw Unused();

    public override ICompletions CreateCompletions(int capacity) => throw Unused();

    public override void Wake() => throw Unused();

    private static InvalidOperationException Unused() => new("The operators that are measured here do without it.");
}

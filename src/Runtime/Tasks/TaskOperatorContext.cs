using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Tasks.Metrics;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.Threading;

namespace FlowActors.Runtime.Tasks;

/// <summary>The surroundings of one operator of one subtask.</summary>
internal sealed class TaskOperatorContext(
    SubtaskPlan plan, NodeServices services, int chainIndex, SubtaskTask task) : OperatorContext
{
    private readonly ChainedOperator _operator = plan.Vertex.Chain[chainIndex];
    private IOperatorStateStore? _operatorState;

    public override string JobName => plan.Graph.JobName;

    public override string OperatorName => _operator.Node.Name;

    public override string OperatorUid => _operator.Uid;

    public override int SubtaskIndex => plan.Id.Index;

    public override int Parallelism => plan.Vertex.Parallelism;

    public override int MaxParallelism => plan.Vertex.MaxParallelism;

    public override int Attempt => plan.Id.Attempt;

    public override TimeProvider Time => services.Time;

    public override IMetricGroup Metrics { get; } = new OperatorMetricGroup(task.Figures, plan.Vertex, chainIndex);

    public override CancellationToken Cancelled => task.Cancelled;

    public override int ChainIndex => chainIndex;

    public override ExecutionCursor Cursor => task.Cursor;

    public override RunQuantum Quantum => task.Quantum;

    public override SerializerRegistry Serializers => plan.Graph.Settings.Serializers;

    public override bool CopyMutableState => plan.Graph.Settings.CopyMutableState;

    internal override RecordCheck<T>? CreateCheck<T>() => task.Checks?.Of<T>(_operator.Node);

    internal override bool ShowsRecords => task.ShowsRecords;

    public override IOperatorStateStore OperatorState => _operatorState ??= Backend().CreateOperatorState(new OperatorStateSettings(OperatorUid, OperatorName, Serializers));

    internal override IThreadStarter Threads => services.Threads;

    public override LongCounter GetLongCounter(string name) => task.Figures.Accumulators.Long(name, OperatorName);

    public override DoubleCounter GetDoubleCounter(string name) => task.Figures.Accumulators.Double(name, OperatorName);

    public override IKeyedStateBackend<TKey> CreateKeyedState<TKey>() => Backend().CreateKeyed<TKey>(new KeyedStateSettings(
        OperatorUid,
        OperatorName,
        MaxParallelism,
        KeyGroups.RangeOf(SubtaskIndex, MaxParallelism, Parallelism),
        Serializers,
        CopyMutableState));

    public override void Suspend(IStreamOperator suspended) => task.Suspend(chainIndex);

    public override void Wake() => task.Wake();

    private IStateBackend Backend() => services.StateBackends[plan.Graph.Settings.StateBackend];
}

using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>
/// The surroundings of an operator that only declares its states: what it emits or counts reaches nobody, and nothing comes back to it.
/// </summary>
internal sealed class DeclarationContext(
    JobGraph graph, JobVertex vertex, int chainIndex, JobId job, IStateScope scope, TimeProvider time) : OperatorContext
{
    private readonly ChainedOperator _operator = vertex.Chain[chainIndex];
    private readonly OperatorOutputs _outputs = new();

    public override JobId JobId => job;

    public override string JobName => graph.JobName;

    public override string OperatorName => _operator.Node.Name;

    public override string OperatorUid => _operator.Uid;

    public override int SubtaskIndex => 0;

    public override int Parallelism => vertex.Parallelism;

    public override int MaxParallelism => vertex.MaxParallelism;

    public override int Attempt => 0;

    public override TimeProvider Time => time;

    public override IMetricGroup Metrics { get; } = new UnreadMetrics();

    public override CancellationToken Cancelled => CancellationToken.None;

    public override int ChainIndex => chainIndex;

    public override ExecutionCursor Cursor { get; } = new();

    public override IEventTime EventTime => _outputs.EventTime;

    public override RunQuantum Quantum { get; } = new(TimeSpan.FromDays(1));

    public override SerializerRegistry Serializers => graph.Settings.Serializers;

    public override bool CopyMutableState => graph.Settings.CopyMutableState;

    public override IOperatorStateStore OperatorState => scope.OperatorState(OperatorUid);

    /// <summary>A new operator.</summary>
    public IStreamOperator CreateOperator() => _operator.Node.CreateOperator();

    public override Output<T> GetOutput<T>(int output) => _outputs.Get<T>(output);

    public override LongCounter GetLongCounter(string name) => new();

    public override DoubleCounter GetDoubleCounter(string name) => new();

    public override IKeyedStates<TKey> GetKeyedStates<TKey>() => scope.Keyed<TKey>(OperatorUid);

    public override void Suspend()
    {
    }

    public override ICompletions CreateCompletions(int capacity) => new PostedCompletions(capacity, new PostedActions(() => { }), () => { });

    public override void Wake()
    {
    }

    private sealed class UnreadMetrics : IMetricGroup
    {
        public LongCounter Counter(string name) => new();

        public void Gauge(string name, Func<double> read)
        {
        }
    }
}

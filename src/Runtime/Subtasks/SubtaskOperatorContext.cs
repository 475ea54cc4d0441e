using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Serialization;
using FlowActors.Sources.Coordination;
using FlowActors.State;
using FlowActors.Threading;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Subtasks;

/// <summary>The surroundings of one operator of one subtask.</summary>
internal sealed class SubtaskOperatorContext(
    SubtaskPlan plan, NodeServices services, int chainIndex, OperatorOutputs outputs, ChainSurroundings chain) : OperatorContext
{
    private readonly ChainedOperator _operator = plan.Vertex.Chain[chainIndex];

    public override JobId JobId => plan.Id.Job;

    public override string JobName => plan.Graph.JobName;

    public override string OperatorName => _operator.Node.Name;

    public override string OperatorUid => _operator.Uid;

    public override int SubtaskIndex => plan.Id.Index;

    public override int Parallelism => plan.Vertex.Parallelism;

    public override int MaxParallelism => plan.Vertex.MaxParallelism;

    public override int Attempt => plan.Id.Attempt;

    public override TimeProvider Time => services.JobTime;

    public override IMetricGroup Metrics { get; } = new OperatorMetricGroup(chain.Figures, plan.Vertex, chainIndex);

    public override CancellationToken Cancelled => chain.Cancelled;

    public override int ChainIndex => chainIndex;

    public override ExecutionCursor Cursor => chain.Cursor;

    public override Output<T> GetOutput<T>(int output) => outputs.Get<T>(output);

    internal override Output<T>? GetSideOutput<T>(OutputTag<T> tag) => SidePorts.Find(_operator.Node.Outputs, tag, OperatorName) is { } output ? outputs.Get<T>(output) : null;

    public override IEventTime EventTime { get; } = outputs.EventTime;

    public override RunQuantum Quantum => chain.Quantum;

    public override SerializerRegistry Serializers => plan.Graph.Settings.Serializers;

    public override bool CopyMutableState => plan.Graph.Settings.CopyMutableState;

    internal override long? RestoredCheckpoint => plan.Deployment.Restored?.Checkpoint;

    internal override long? RestoredOwnCheckpoint =>
        plan.Deployment.Restored is { } restored && restored.Metadata.Job == plan.Id.Job.Value ? restored.Checkpoint : null;

    internal override bool HasEnded => plan.HasEnded;

    internal override TimeSpan WatermarkInterval => plan.Graph.Settings.WatermarkInterval ?? services.Settings.EventTime.WatermarkInterval;

    internal override RecordCheck<T>? CreateCheck<T>() => chain.Checks?.Of<T>(_operator.Node);

    internal override bool ShowsRecords => chain.ShowsRecords;

    internal override void NoteAtHand(IRecordAtHand? given) => chain.Notes.Note(chainIndex, given);

    public override IOperatorStateStore OperatorState => chain.State.OperatorState(OperatorUid);

    internal override void TellReader(ReaderState state, bool awaitsSplits) => chain.TellReader(state, awaitsSplits);

    internal override IThreadStarter Threads => services.Threads;

    internal override void RunBlocking(Action work) => services.RunBlocking(work);

    internal override void CommitDropped(string committable, Exception reason) => SubtaskLog.CommitDropped(
        services.LoggerFactory.CreateLogger<Subtask>(), OperatorName, plan.Id, committable, reason.GetType(), ExceptionText.Message(reason));

    public override LongCounter GetLongCounter(string name) => chain.Figures.Accumulators.Long(name, OperatorName);

    public override DoubleCounter GetDoubleCounter(string name) => chain.Figures.Accumulators.Double(name, OperatorName);

    public override IKeyedStates<TKey> GetKeyedStates<TKey>() => chain.State.Keyed<TKey>(OperatorUid);

    public override void Suspend() => chain.Suspensions.Suspend(chainIndex);

    public override ICompletions CreateCompletions(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        return new PostedCompletions(capacity, chain.Posted, () => chain.Cursor.ChainIndex = chainIndex);
    }

    public override void Wake() => chain.Subtask.Wake();
}

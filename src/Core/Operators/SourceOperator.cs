using FlowActors.Functions;
using FlowActors.Sources;
using FlowActors.Sources.Coordination;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>The head of a chain that has no input.</summary>
public abstract class SourceOperator : StreamOperator
{
    /// <summary>The source has ended: nothing follows.</summary>
    public abstract void EndEventTime();

    /// <summary>Reads until the quantum is over or there is nothing to read.</summary>
    public abstract Progress Poll();

    /// <summary>Takes what the enumerator has assigned; on the subtask's thread, between two records.</summary>
    internal abstract void Take(SplitAnswer answer);

    /// <summary>How many splits the enumerator has assigned that have come here.</summary>
    internal abstract long SplitsReceived { get; }

    /// <summary>Puts splits into the operator's state, between <see cref="IStreamOperator.Setup"/> and <see cref="IStreamOperator.Open"/>.</summary>
    internal abstract void RestoreSplits(IReadOnlyList<byte[]> splits);

    /// <summary>The splits that the last <see cref="IStreamOperator.Snapshot"/> put into the operator's state, as bytes.</summary>
    internal abstract IReadOnlyList<byte[]> SnapshotSplits();

    /// <summary>Puts the event time of all subtasks into the operator's state, as <see cref="RestoreSplits"/>.</summary>
    internal abstract void RestoreEventTime(IReadOnlyList<EventTimeState> states);

    /// <summary>The event time that the last <see cref="IStreamOperator.Snapshot"/> put into the operator's state.</summary>
    internal abstract IReadOnlyList<EventTimeState> SnapshotEventTime();

    /// <summary>How far each split is that is read now; from any thread.</summary>
    internal virtual IReadOnlyList<EventTimeLook> LookAtSplits() => [];

    /// <summary>Whether the program says how event time is made; where it does not, the reader may.</summary>
    internal virtual bool HasStrategy => false;

    /// <summary>How far all splits together are; from any thread.</summary>
    internal virtual EventTimeLook LookAtEventTime() => new(null, long.MinValue, true, 0);
}

/// <summary>Leads a <see cref="SourceReader{T,TSplit}"/> through its life.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TSplit">The splits.</typeparam>
/// <param name="source">Makes the reader.</param>
/// <param name="strategy">How event time is made; null leaves it to the reader.</param>
internal sealed class SourceOperator<T, TSplit>(Source<T, TSplit> source, WatermarkStrategy<T>? strategy) : SourceOperator, IDeclaresState
    where TSplit : ISourceSplit
{
    private Output<T>? _output;
    private SourceReader<T, TSplit>? _reader;
    private SplitInbox? _inbox;
    private SplitBytes<TSplit>? _splits;
    private IOperatorListState<TSplit>? _state;
    private IOperatorListState<EventTimeState>? _eventTimeState;
    private SourceEventTime<T>? _eventTime;

    public override void Setup(OperatorContext context)
    {
        base.Setup(context);
        _output = context.GetOutput<T>(0);
        _inbox = new SplitInbox(context.SubtaskIndex, context.Attempt);
        _splits = new SplitBytes<TSplit>(context.Serializers);
    }

    public override void Open()
    {
        Enter();
        _state = GetState();
        _eventTimeState = GetEventTimeState();
        // One that has ended asks for no splits: nobody would read them.
        if (Context.HasEnded) return;
        _eventTime = new SourceEventTime<T>(Context, strategy, source.Boundedness);
        _eventTime.BeginRestore(_eventTimeState.Get());
        Enter();
        _reader = source.CreateReader(Context);
        _reader.Open(new SourceReaderContext<T>(Context, _output!, _eventTime, _inbox!.Request, _inbox!.Report));
        IReadOnlyList<TSplit> restored = [.. _state.Get()];
        if (restored.Count > 0) _reader.AddSplits(restored);
        _eventTime.EndRestore();
        TellNews();
    }

    public void DeclareState()
    {
        GetState();
        GetEventTimeState();
    }

    public override Progress Poll()
    {
        Enter();
        _eventTime!.BeforeRead();
        Enter();
        var progress = _reader!.Read();
        _eventTime.AfterRead(progress);
        TellNews();
        return progress == Progress.Done && !_inbox!.NoMore ? Progress.Waiting : progress;
    }

    public override void EndEventTime() => _eventTime!.EndAll();

    public override void Snapshot(long checkpointId)
    {
        if (_reader is null) return;
        Enter();
        _state!.Update(_reader.Snapshot(checkpointId));
        _eventTimeState!.Update(_eventTime!.Snapshot());
        _inbox!.Pass(checkpointId);
        TellNews();
    }

    public override void CheckpointComplete(long checkpointId) => _reader?.CheckpointComplete(checkpointId);

    public override void CheckpointAborted(long checkpointId)
    {
        if (_reader is null) return;
        _reader.CheckpointAborted(checkpointId);
        _inbox!.AskAgain();
        TellNews();
    }

    public override void Close()
    {
        _eventTime?.Dispose();
        _reader?.Close();
    }

    internal override void Take(SplitAnswer answer)
    {
        Enter();
        var hadAll = _inbox!.NoMore;
        var splits = _inbox.Take(answer);
        if (splits.Count > 0) _reader!.AddSplits([.. splits.Select(_splits!.Read)]);
        if (_inbox.NoMore && !hadAll) _reader!.NoMoreSplits();
        TellNews();
    }

    internal override long SplitsReceived => _inbox!.Received;

    internal override void RestoreSplits(IReadOnlyList<byte[]> splits) => GetState().Update([.. splits.Select(_splits!.Read)]);

    internal override IReadOnlyList<byte[]> SnapshotSplits() => [.. _state!.Get().Select(_splits!.Write)];

    internal override void RestoreEventTime(IReadOnlyList<EventTimeState> states) => GetEventTimeState().Update(states);

    internal override IReadOnlyList<EventTimeState> SnapshotEventTime() => [.. _eventTimeState!.Get()];

    internal override IReadOnlyList<EventTimeLook> LookAtSplits() => _eventTime?.Look() ?? [];

    internal override bool HasStrategy => strategy is not null;

    internal override EventTimeLook LookAtEventTime() =>
        _eventTime is { } time ? new EventTimeLook(null, time.Watermark, time.IsActive, 0) : base.LookAtEventTime();

    private IOperatorListState<EventTimeState> GetEventTimeState() =>
        Context.OperatorState.GetUnionListState(ListStateDescriptor<EventTimeState>.OfEngine(EventTimeState.Name));

    private IOperatorListState<TSplit> GetState() => Context.OperatorState.GetListState(new ListStateDescriptor<TSplit>("splits"));

    private void TellNews()
    {
        if (_inbox!.TakeNews() is { } state) Context.TellReader(state, awaitsSplits: !_inbox.NoMore);
    }
}

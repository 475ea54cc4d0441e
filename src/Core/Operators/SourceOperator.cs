using FlowActors.Serialization;
using FlowActors.Sources;
using FlowActors.Sources.Coordination;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>The head of a chain that has no input.</summary>
public abstract class SourceOperator : StreamOperator
{
    /// <summary>The source has ended: nothing follows.</summary>
    public void EndEventTime() => Context.EventTime.Watermark(Timestamps.MaxWatermark);

    /// <summary>Reads until the quantum is over or there is nothing to read.</summary>
    public abstract Progress Poll();

    /// <summary>Takes what the enumerator has assigned; on the subtask's thread, between two records.</summary>
    internal abstract void Take(SplitAnswer answer);
}

/// <summary>Leads a <see cref="SourceReader{T,TSplit}"/> through its life.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TSplit">The splits.</typeparam>
internal sealed class SourceOperator<T, TSplit>(Source<T, TSplit> source) : SourceOperator
    where TSplit : ISourceSplit
{
    private Output<T>? _output;
    private SourceReader<T, TSplit>? _reader;
    private SplitInbox? _inbox;
    private TypeSerializer<TSplit>? _splits;
    private IOperatorListState<TSplit>? _state;

    public override void Setup(OperatorContext context)
    {
        base.Setup(context);
        _output = context.GetOutput<T>(0);
        _inbox = new SplitInbox(context.SubtaskIndex, context.Attempt);
    }

    public override void Open()
    {
        Enter();
        _splits = Context.Serializers.Get<TSplit>();
        _state = Context.OperatorState.GetListState(new ListStateDescriptor<TSplit>("splits"));
        _reader = SubtaskObjects.Own(source.CreateReader(), Context, $"CreateReader of {source.GetType().Name}", "make a new reader at each call");
        _reader.Open(new SourceReaderContext<T>(Context, _output!, _inbox!.Request));
        IReadOnlyList<TSplit> restored = [.. _state.Get()];
        if (restored.Count > 0) _reader.AddSplits(restored);
        TellNews();
    }

    public override Progress Poll()
    {
        Enter();
        var progress = _reader!.Read();
        TellNews();
        return progress == Progress.Done && !_inbox!.NoMore ? Progress.Waiting : progress;
    }

    public override void Snapshot(long checkpointId)
    {
        Enter();
        _state!.Update(_reader!.Snapshot(checkpointId));
        _inbox!.Pass(checkpointId);
        TellNews();
    }

    public override void CheckpointComplete(long checkpointId) => _reader!.CheckpointComplete(checkpointId);

    public override void CheckpointAborted(long checkpointId)
    {
        _reader!.CheckpointAborted(checkpointId);
        _inbox!.Pass(checkpointId);
        TellNews();
    }

    public override void Close() => _reader?.Close();

    internal override void Take(SplitAnswer answer)
    {
        Enter();
        var hadAll = _inbox!.NoMore;
        var splits = _inbox.Take(answer);
        if (splits.Count > 0) _reader!.AddSplits([.. splits.Select(Read)]);
        if (_inbox.NoMore && !hadAll) _reader!.NoMoreSplits();
        TellNews();
    }

    private TSplit Read(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        return _splits!.Deserialize(ref reader);
    }

    private void TellNews()
    {
        if (_inbox!.TakeNews() is { } state) Context.TellReader(state, awaitsSplits: !_inbox.NoMore);
    }
}

using FlowActors.Serialization;
using FlowActors.Sources.Coordination;

namespace FlowActors.Sources;

/// <summary>Where an enumerator within an enumerator says what it assigns.</summary>
internal interface IStageSplits
{
    void Assign(StageSplit split, int subtask);

    void NoMore(int subtask);
}

/// <summary>An enumerator within an enumerator: its splits are bytes. Used inside of the enumerator's calls only.</summary>
internal abstract class StageEnumerator
{
    /// <summary>The enumerator itself.</summary>
    public abstract object Enumerator { get; }

    public abstract void Start(EnumeratorContext<HybridSplit> context, IStageSplits splits, byte[]? state);

    public abstract void AddReader(int subtask);

    public abstract void RemoveReader(int subtask);

    public abstract void HandleSplitRequest(int subtask);

    public abstract void AddSplitsBack(IReadOnlyList<byte[]> splits, int subtask);

    public abstract byte[] Snapshot(long checkpointId);

    public abstract void CheckpointComplete(long checkpointId);

    public abstract void CheckpointAborted(long checkpointId);

    /// <summary>The last call; what it has begun brings nothing back any more.</summary>
    public abstract void Close();
}

/// <inheritdoc/>
internal sealed class StageEnumerator<TSplit>(SplitEnumerator<TSplit> enumerator) : StageEnumerator
    where TSplit : ISourceSplit
{
    private SerializerRegistry? _serializers;
    private SplitBytes<TSplit>? _bytes;
    private bool _isClosed;

    public override object Enumerator => enumerator;

    public override void Start(EnumeratorContext<HybridSplit> context, IStageSplits splits, byte[]? state)
    {
        _serializers = context.Serializers;
        _bytes = new SplitBytes<TSplit>(_serializers);
        enumerator.Set(new StageContext(this, context, splits));
        enumerator.CheckState(_serializers);
        if (state is not null)
        {
            var reader = new ByteReader(state);
            enumerator.ReadState(ref reader, _serializers);
        }

        enumerator.Start();
    }

    public override void AddReader(int subtask) => enumerator.AddReader(subtask);

    public override void RemoveReader(int subtask) => enumerator.RemoveReader(subtask);

    public override void HandleSplitRequest(int subtask) => enumerator.HandleSplitRequest(subtask);

    public override void AddSplitsBack(IReadOnlyList<byte[]> splits, int subtask) => enumerator.AddSplitsBack([.. splits.Select(_bytes!.Read)], subtask);

    public override byte[] Snapshot(long checkpointId)
    {
        var writer = new ByteWriter();
        enumerator.WriteState(writer, _serializers!, checkpointId);
        return writer.WrittenSpan.ToArray();
    }

    public override void CheckpointComplete(long checkpointId) => enumerator.CheckpointComplete(checkpointId);

    public override void CheckpointAborted(long checkpointId) => enumerator.CheckpointAborted(checkpointId);

    public override void Close()
    {
        _isClosed = true;
        enumerator.Close();
    }

    private sealed class StageContext(StageEnumerator<TSplit> stage, EnumeratorContext<HybridSplit> outer, IStageSplits splits) : EnumeratorContext<TSplit>
    {
        public override string JobName => outer.JobName;

        public override string OperatorName => outer.OperatorName;

        public override int Parallelism => outer.Parallelism;

        public override TimeProvider Time => outer.Time;

        public override IReadOnlyCollection<int> Readers => outer.Readers;

        public override CancellationToken Closed => outer.Closed;

        internal override SerializerRegistry Serializers => outer.Serializers;

        public override void AssignSplit(TSplit split, int subtask) => splits.Assign(stage._bytes!.Name(split), subtask);

        public override void SignalNoMoreSplits(int subtask) => splits.NoMore(subtask);

        public override void CallAsync<TResult>(Func<CancellationToken, Task<TResult>> call, Action<TResult?, Exception?> handler)
            where TResult : default =>
            outer.CallAsync(call, WhileOpen(handler));

        public override void CallPeriodically<TResult>(
            Func<CancellationToken, Task<TResult>> call, Action<TResult?, Exception?> handler, TimeSpan delay, TimeSpan period)
            where TResult : default =>
            outer.CallPeriodically(
                closed => Volatile.Read(ref stage._isClosed) ? Task.FromResult<TResult>(default!) : call(closed), WhileOpen(handler), delay, period);

        private Action<TResult?, Exception?> WhileOpen<TResult>(Action<TResult?, Exception?> handler) => (result, failure) =>
        {
            if (!stage._isClosed) handler(result, failure);
        };
    }
}

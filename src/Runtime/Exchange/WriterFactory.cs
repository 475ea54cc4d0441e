using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange;

/// <summary>What the writer of an edge must know besides its partitioner.</summary>
/// <param name="SenderIndex">The sending subtask.</param>
/// <param name="MaxParallelism">The number of key groups of the receiving operator.</param>
/// <param name="Serializers">The serializers of the job.</param>
/// <param name="Edge">What its channels have in common.</param>
/// <param name="Pool">Where its batches come from.</param>
/// <param name="Group">All outputs of the subtask.</param>
/// <param name="Sender">Notes that the writer is at work, as what emitted.</param>
/// <param name="Selector">Makes the note that user code of the edge is at work, given what it is called.</param>
internal sealed record WriterSettings<T>(
    int SenderIndex,
    int MaxParallelism,
    SerializerRegistry Serializers,
    OutgoingEdge<T> Edge,
    Elements.BatchPool<T> Pool,
    OutputGroup Group,
    SelectorCursor Sender,
    Func<string, SelectorCursor> Selector)
{
    /// <summary>The number of the edge in its job.</summary>
    public int EdgeId { get; init; }

    /// <summary>Where the edge lies, for people.</summary>
    public string Place => $"between '{Edge.Emitter}' and '{Edge.Receiver}'";
}

/// <summary>Makes the writer for each kind of partitioner.</summary>
internal sealed class WriterFactory<T>(WriterSettings<T> settings) : IPartitionerVisitor<T, RecordWriter<T>>
{
    private readonly RecordCheck<T>? _check = settings.Edge.Check;

    public RecordWriter<T> Visit(ForwardPartitioner<T> partitioner) => ToFirst();

    public RecordWriter<T> Visit(RebalancePartitioner<T> partitioner) => InTurn();

    // The channels of the sender are its share already.
    public RecordWriter<T> Visit(RescalePartitioner<T> partitioner) => InTurn();

    public RecordWriter<T> Visit(ShufflePartitioner<T> partitioner)
    {
        var choice = new RandomChannels<T>(settings.EdgeId, settings.SenderIndex);
        return _check is null ? new ShuffleWriter<T>(choice) : new PrintingWriter<T>(choice, _check, settings.Sender);
    }

    public RecordWriter<T> Visit(GlobalPartitioner<T> partitioner) => ToFirst();

    public RecordWriter<T> Visit(BroadcastPartitioner<T> partitioner) => _check is null
        ? new BroadcastWriter<T>(settings.Pool, settings.Edge.Sizer, settings.Group)
        : new PrintingBroadcastWriter<T>(settings.Pool, settings.Edge.Sizer, settings.Group, _check);

    // A keyed edge to one subtask still selects: the key selector's errors must not depend on the parallelism.
    public RecordWriter<T> Visit<TKey>(KeyGroupPartitioner<T, TKey> partitioner)
    {
        var keys = new KeyChannels<T, TKey>(
            partitioner.KeySelector, settings.Serializers.GetKey<TKey>(), settings.MaxParallelism, settings.Place);
        var cursor = settings.Selector($"KeyBy {settings.Place}");
        if (_check is not null) return new PrintingWriter<T>(keys, _check, cursor);
        return keys.HasKeyHash
            ? new KeyHashWriter<T, TKey>(keys, cursor)
            : new KeyBlockWriter<T, TKey>(keys, settings.Edge.Sizer, settings.Group, cursor);
    }

    public RecordWriter<T> Visit(CustomPartitioner<T> partitioner)
    {
        var choice = new CustomChannels<T>(partitioner.Choose, settings.Place);
        var cursor = settings.Selector($"partitioner {settings.Place}");
        return _check is null ? new CustomWriter<T>(choice, cursor) : new PrintingWriter<T>(choice, _check, cursor);
    }

    private RecordWriter<T> ToFirst() =>
        _check is null ? new FirstWriter<T>() : new PrintingWriter<T>(new FirstChannel<T>(), _check, settings.Sender);

    private RecordWriter<T> InTurn()
    {
        var turn = new ChannelsInTurn<T>(settings.SenderIndex);
        return _check is null ? new RebalanceWriter<T>(turn) : new PrintingWriter<T>(turn, _check, settings.Sender);
    }
}

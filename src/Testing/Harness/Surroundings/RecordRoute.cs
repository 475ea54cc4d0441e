using FlowActors.Partitioning;
using FlowActors.Runtime.Exchange;
using FlowActors.Serialization;

namespace FlowActors.Testing;

/// <summary>Says to which of several subtasks records go.</summary>
internal abstract class RecordRoute;

/// <summary>Says to which of several subtasks records go.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <param name="choose">The numbers of the subtasks for a record.</param>
internal sealed class RecordRoute<T>(Func<T, IEnumerable<int>> choose) : RecordRoute
{
    public IEnumerable<int> Of(T value) => choose(value);
}

/// <summary>Makes the route of each kind of partitioner, as the runtime's writers go.</summary>
internal sealed class RouteBuilder<T>(SerializerRegistry serializers, int maxParallelism, int parallelism, string place)
    : IPartitionerVisitor<T, RecordRoute>
{
    private int _turn;

    public RecordRoute Visit(ForwardPartitioner<T> partitioner) => InTurn();

    public RecordRoute Visit(RebalancePartitioner<T> partitioner) => InTurn();

    public RecordRoute Visit(RescalePartitioner<T> partitioner) => InTurn();

    public RecordRoute Visit(ShufflePartitioner<T> partitioner)
    {
        var channels = new RandomChannels<T>(edge: 0, sender: 0);
        channels.Connect(parallelism);
        return new RecordRoute<T>(value => [channels.Choose(value, out _)]);
    }

    public RecordRoute Visit(GlobalPartitioner<T> partitioner) => new RecordRoute<T>(_ => [0]);

    public RecordRoute Visit(BroadcastPartitioner<T> partitioner) => new RecordRoute<T>(_ => Enumerable.Range(0, parallelism));

    public RecordRoute Visit<TKey>(KeyGroupPartitioner<T, TKey> partitioner)
    {
        var channels = new KeyChannels<T, TKey>(partitioner.KeySelector, serializers.GetKey<TKey>(), maxParallelism, place);
        channels.Connect(parallelism);
        return new RecordRoute<T>(value => [channels.Choose(value, out _)]);
    }

    public RecordRoute Visit(CustomPartitioner<T> partitioner) => new RecordRoute<T>(value => partitioner.Choose(value, parallelism) switch
    {
        var chosen when (uint)chosen < (uint)parallelism => [chosen],
        var chosen => throw new InvalidOperationException(
            $"The custom partitioner {place} chose subtask {chosen} of {parallelism}: it must give a number from 0 to {parallelism - 1}."),
    });

    private RecordRoute<T> InTurn() => new(_ => [_turn++ % parallelism]);
}

/// <summary>Whether a partitioner sends records to the owners of their keys.</summary>
internal sealed class KeyedQuestion<T> : IPartitionerVisitor<T, bool>
{
    public bool Visit(ForwardPartitioner<T> partitioner) => false;

    public bool Visit(RebalancePartitioner<T> partitioner) => false;

    public bool Visit(RescalePartitioner<T> partitioner) => false;

    public bool Visit(ShufflePartitioner<T> partitioner) => false;

    public bool Visit(GlobalPartitioner<T> partitioner) => false;

    public bool Visit(BroadcastPartitioner<T> partitioner) => false;

    public bool Visit<TKey>(KeyGroupPartitioner<T, TKey> partitioner) => true;

    public bool Visit(CustomPartitioner<T> partitioner) => false;
}

using FlowActors.Partitioning;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>Which subtask of the receiving vertex a record belongs to now; null where that does not depend on the record.</summary>
internal sealed class RecordOwners<T>(SubtaskPlan receiver) : IPartitionerVisitor<T, Func<T, int>?>
{
    public Func<T, int>? Visit(ForwardPartitioner<T> partitioner) => null;

    public Func<T, int>? Visit(RebalancePartitioner<T> partitioner) => null;

    public Func<T, int>? Visit(RescalePartitioner<T> partitioner) => null;

    public Func<T, int>? Visit(ShufflePartitioner<T> partitioner) => null;

    public Func<T, int>? Visit(GlobalPartitioner<T> partitioner) => null;

    public Func<T, int>? Visit(BroadcastPartitioner<T> partitioner) => null;

    public Func<T, int>? Visit<TKey>(KeyGroupPartitioner<T, TKey> partitioner)
    {
        var keys = new KeyChannels<T, TKey>(
            partitioner.KeySelector, receiver.Graph.Settings.Serializers.GetKey<TKey>(), receiver.Vertex.MaxParallelism, $"before '{receiver.Vertex.Name}'");
        keys.Connect(receiver.Vertex.Parallelism);
        return record => keys.Choose(record, out _);
    }

    public Func<T, int>? Visit(CustomPartitioner<T> partitioner) => null;
}

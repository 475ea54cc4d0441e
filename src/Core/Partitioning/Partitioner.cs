using FlowActors.Serialization;

namespace FlowActors.Partitioning;

/// <summary>
/// Says to which subtasks of the next vertex each record goes. One of a few kinds, for each of which the runtime has a writer.
/// Immutable.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class Partitioner<T>
{
    private protected Partitioner()
    {
    }

    /// <summary>Flink's word for it: FORWARD, HASH, REBALANCE, RESCALE, SHUFFLE, GLOBAL, BROADCAST, CUSTOM.</summary>
    public abstract string Name { get; }

    /// <summary>True when subtask i sends to subtask i only; such an edge can be chained.</summary>
    public virtual bool IsForward => false;

    /// <summary>
    /// True when each subtask has channels to a share of those on the other side only (Flink's pointwise distribution), not to all.
    /// </summary>
    public virtual bool IsPointwise => IsForward;

    /// <summary>
    /// True when a barrier may overtake what is under way, as records can be routed anew when they are restored. Flink's rule: not where each
    /// subtask has channels to some only, not to all at once, and not where the user's code chooses.
    /// </summary>
    internal virtual bool MayBeOvertaken => false;

    /// <summary>The delegates of the user's that it calls; none unless a partitioner says so.</summary>
    public virtual IReadOnlyList<object> UserCode => [];

    /// <summary>Checks when the job is built that the partitioner can work.</summary>
    /// <exception cref="InvalidKeyTypeException">The key's type cannot be a key.</exception>
    public virtual void Validate(SerializerRegistry serializers)
    {
    }

    /// <summary>Calls the visitor with the partitioner's kind.</summary>
    public abstract TResult Accept<TResult>(IPartitionerVisitor<T, TResult> visitor);
}

/// <summary>Does something for each kind of partitioner.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TResult">What a visit gives.</typeparam>
public interface IPartitionerVisitor<T, out TResult>
{
    /// <summary>Subtask i to subtask i.</summary>
    TResult Visit(ForwardPartitioner<T> partitioner);

    /// <summary>To the subtasks in turn.</summary>
    TResult Visit(RebalancePartitioner<T> partitioner);

    /// <summary>To a share of the subtasks in turn.</summary>
    TResult Visit(RescalePartitioner<T> partitioner);

    /// <summary>To a random subtask.</summary>
    TResult Visit(ShufflePartitioner<T> partitioner);

    /// <summary>To subtask 0.</summary>
    TResult Visit(GlobalPartitioner<T> partitioner);

    /// <summary>To all subtasks.</summary>
    TResult Visit(BroadcastPartitioner<T> partitioner);

    /// <summary>To the subtask that owns the key.</summary>
    TResult Visit<TKey>(KeyGroupPartitioner<T, TKey> partitioner);

    /// <summary>To the subtask that a function of the user's says.</summary>
    TResult Visit(CustomPartitioner<T> partitioner);
}

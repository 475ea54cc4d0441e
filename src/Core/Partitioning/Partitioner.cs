using FlowActors.Serialization;

namespace FlowActors.Partitioning;

/// <summary>Says to which subtask of the next vertex each record goes. Immutable; a selector is made for each sender.</summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class Partitioner<T>
{
    /// <summary>Flink's word for it: FORWARD, HASH, REBALANCE, BROADCAST, ...</summary>
    public abstract string Name { get; }

    /// <summary>True when subtask i sends to subtask i only; such an edge can be chained.</summary>
    public virtual bool IsForward => false;

    /// <summary>True when every record goes to all subtasks.</summary>
    public virtual bool IsBroadcast => false;

    /// <summary>The delegates of the user's that it calls; none unless a partitioner says so.</summary>
    public virtual IReadOnlyList<object> UserCode => [];

    /// <summary>
    /// Checks when the job is built that the partitioner can work.
    /// </summary>
    /// <exception cref="InvalidKeyTypeException">The key's type cannot be a key.</exception>
    public virtual void Validate(SerializerRegistry serializers)
    {
    }

    /// <summary>The selector of one sender; not asked for when the partitioner is forward or broadcast.</summary>
    /// <param name="settings">What the selector must know of the edge.</param>
    public abstract ChannelSelector<T> CreateSelector(ChannelSelectorSettings settings);
}

/// <summary>What a selector must know of its edge.</summary>
/// <param name="SenderIndex">The sending subtask.</param>
/// <param name="Channels">The number of receiving subtasks.</param>
/// <param name="MaxParallelism">The number of key groups of the receiving operator.</param>
/// <param name="Serializers">The serializers of the job.</param>
public sealed record ChannelSelectorSettings(int SenderIndex, int Channels, int MaxParallelism, SerializerRegistry Serializers)
{
    /// <summary>Where the edge lies, for errors: <c>between 'Map' and 'Count'</c>. Default: empty.</summary>
    public string Place { get; init; } = "";
}

/// <summary>Chooses the channel of each record; owned by one sender, may keep a position.</summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class ChannelSelector<T>
{
    /// <summary>
    /// True when the selector computes a hash of the record's key that is worth sending along: see
    /// <see cref="Select(T, out int)"/>.
    /// </summary>
    public virtual bool HasKeyHash => false;

    /// <summary>The channel, from 0.</summary>
    public abstract int Select(T value);

    /// <summary>The channel, from 0, and the stable hash of the (normalised) key; only where <see cref="HasKeyHash"/>.</summary>
    public virtual int Select(T value, out int keyHash) => throw new InvalidOperationException("The selector computes no key hash.");

    /// <summary>True when channels may be chosen for a block of records at once, by <see cref="KeyHash"/> and <see cref="SelectBlock"/>.</summary>
    internal virtual bool SelectsBlocks => false;

    /// <summary>The stable hash of one record's key: the part that runs user code. Only where <see cref="SelectsBlocks"/>.</summary>
    internal virtual int KeyHash(T value) => throw new InvalidOperationException("The selector computes no key hash.");

    /// <summary>Replaces hashes of <see cref="KeyHash"/> by channels. Only where <see cref="SelectsBlocks"/>.</summary>
    internal virtual void SelectBlock(Span<int> hashes) => throw new InvalidOperationException("The selector chooses no blocks.");
}

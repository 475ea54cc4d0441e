using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Testing;

/// <summary>The way of records into one input of an operator.</summary>
internal abstract class RecordEntry;

/// <summary>The way of records into one input of an operator: each comes as a copy of its own, with the hash of its key.</summary>
internal sealed class RecordEntry<T> : RecordEntry
{
    private readonly Input<T> _input;
    private readonly OperatorContext _context;
    private readonly RecordTrip<T> _trip;
    private readonly IKeyHasher<T> _hasher;

    public RecordEntry(Input<T> input, Partitioner<T> partitioner, OperatorContext context)
    {
        _input = input;
        _context = context;
        _trip = new RecordTrip<T>(context.Serializers.Get<T>());
        _hasher = partitioner.Accept(new KeyHasherBuilder<T>(context));
    }

    /// <summary>The record as it arrives.</summary>
    public T Travel(T value) => _trip.Travel(value);

    /// <summary>Gives it to the operator.</summary>
    /// <exception cref="RecordChangedException">The operator has changed it.</exception>
    public void Collect(T value, long timestamp)
    {
        var print = _trip.CanChange ? _trip.Print(value) : null;
        if (_hasher.TryHash(value, out var hash)) _context.Cursor.KeyHash.Set(hash);
        else _context.Cursor.KeyHash.Clear();
        _input.Collect(value, timestamp);
        if (print is null || _trip.Has(value, print)) return;
        throw new RecordChangedException(
            $"A record of type {typeof(T).Name} was changed while operator '{_context.OperatorName}' worked on it. Within a node records " +
            "travel by reference, so nobody may change one after it was emitted: change a copy.");
    }
}

/// <summary>Gives the hashes of keys that senders send along with their records.</summary>
internal interface IKeyHasher<in T>
{
    /// <summary>False where none is sent along.</summary>
    bool TryHash(T value, out int hash);
}

/// <summary>Makes the hasher of each kind of partitioner.</summary>
internal sealed class KeyHasherBuilder<T>(OperatorContext context) : IPartitionerVisitor<T, IKeyHasher<T>>
{
    public IKeyHasher<T> Visit(ForwardPartitioner<T> partitioner) => new NoHash();

    public IKeyHasher<T> Visit(RebalancePartitioner<T> partitioner) => new NoHash();

    public IKeyHasher<T> Visit(RescalePartitioner<T> partitioner) => new NoHash();

    public IKeyHasher<T> Visit(ShufflePartitioner<T> partitioner) => new NoHash();

    public IKeyHasher<T> Visit(GlobalPartitioner<T> partitioner) => new NoHash();

    public IKeyHasher<T> Visit(BroadcastPartitioner<T> partitioner) => new NoHash();

    public IKeyHasher<T> Visit<TKey>(KeyGroupPartitioner<T, TKey> partitioner) => KeyChannels<T, TKey>.IsNumber
        ? new NoHash()
        : new Hash<TKey>(new KeyChannels<T, TKey>(
            partitioner.KeySelector, context.Serializers.GetKey<TKey>(), context.MaxParallelism, $"before '{context.OperatorName}'"));

    public IKeyHasher<T> Visit(CustomPartitioner<T> partitioner) => new NoHash();

    private sealed class NoHash : IKeyHasher<T>
    {
        public bool TryHash(T value, out int hash)
        {
            hash = 0;
            return false;
        }
    }

    private sealed class Hash<TKey>(KeyChannels<T, TKey> keys) : IKeyHasher<T>
    {
        public bool TryHash(T value, out int hash)
        {
            hash = keys.Hash(value);
            return true;
        }
    }
}

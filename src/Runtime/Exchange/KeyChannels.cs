using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowActors.Partitioning;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange;

/// <summary>The channel to the subtask that owns the key group of a record's key.</summary>
/// <param name="keySelector">Takes the key out of a record.</param>
/// <param name="keys">How keys are hashed.</param>
/// <param name="maxParallelism">The number of key groups of the receiving operator.</param>
/// <param name="place">Where the edge lies, for errors: <c>between 'Map' and 'Count'</c>.</param>
internal sealed class KeyChannels<T, TKey>(Func<T, TKey> keySelector, KeySerializer<TKey> keys, int maxParallelism, string place) : ChannelChoice<T>
{
    private readonly bool _normalize = keys.NeedsNormalization;
    private readonly bool _canBeNull = default(TKey) is null;

    // A power of two, as the default max parallelism is, needs no division.
    private readonly int _mask = BitOperations.IsPow2(maxParallelism) ? maxParallelism - 1 : 0;
    private readonly int _shift = BitOperations.Log2((uint)maxParallelism);
    private readonly ushort[] _owners = new ushort[maxParallelism];
    private int _channels;

    /// <summary>True where to hash a key again costs less than to send its hash along.</summary>
    public static bool IsNumber => typeof(TKey) == typeof(int) || typeof(TKey) == typeof(long);

    public override bool HasKeyHash => !IsNumber;

    public override void Connect(int channels)
    {
        _channels = channels;
        for (var group = 0; group < maxParallelism; group++) _owners[group] = (ushort)KeyGroups.OwnerOf(group, maxParallelism, channels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override int Choose(T value, out int keyHash)
    {
        keyHash = Hash(value);
        var hash = KeyGroups.Murmur(keyHash);
        // Group * channels / max parallelism, which is a shift where max parallelism is a power of two.
        return _mask != 0 ? ((hash & _mask) * _channels) >> _shift : _owners[hash % maxParallelism];
    }

    /// <summary>The stable hash of the record's key: the part that runs user code. The two most frequent key types without a virtual call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Hash(T value)
    {
        var key = keySelector(value);
        if (_canBeNull && key is null) NullKeyException.Throw(typeof(T), typeof(TKey), place);
        if (typeof(TKey) == typeof(int)) return Unsafe.As<TKey, int>(ref key);
        if (typeof(TKey) == typeof(long)) return StableHashes.Of(Unsafe.As<TKey, long>(ref key));
        return keys.StableHash(_normalize ? keys.Normalize(key) : key);
    }

    /// <summary>Replaces hashes of <see cref="Hash"/> by channels: vectors do for eight at once what is most of the work for a number.</summary>
    public void Choose(Span<int> hashes)
    {
        KeyGroups.Murmur(hashes);
        if (_mask == 0)
        {
            foreach (ref var hash in hashes) hash = _owners[hash % maxParallelism];
            return;
        }

        var vectors = MemoryMarshal.Cast<int, Vector<int>>(hashes);
        var mask = new Vector<int>(_mask);
        foreach (ref var vector in vectors) vector = ((vector & mask) * _channels) >> _shift;
        foreach (ref var hash in hashes[(vectors.Length * Vector<int>.Count)..]) hash = ((hash & _mask) * _channels) >> _shift;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors.State.Memory.Tables;

/// <summary>
/// A hash table with open addressing: entries lie in one array, at the slot that Fibonacci hashing gives or soon behind it.
/// At most 5 of 8 slots are taken, so that a look-up, hit or miss, mostly costs one cache line, where a table of buckets and
/// chains costs two. Removal moves later entries back instead of leaving tombstones. Keys in arithmetic progression can lie
/// badly under one multiplier; a table that notices takes another.
/// </summary>
internal sealed partial class MemoryStateTable<TKey, TValue> : StateTable<TKey, TValue>
{
    private const int SlotsMin = 16;
    private const ulong GoldenRatio = 0x9E37_79B9_7F4A_7C15;

    private readonly KeyContext<TKey> _context;
    private readonly KeySerializer<TKey> _keys;
    private readonly bool _normalize;
    private readonly bool _isText = typeof(TKey) == typeof(string);
    private readonly bool _canBeNull = default(TKey) is null;
    private readonly string _name;

    private Entry<TKey, TValue>[] _entries;
    private ulong _multiplier = GoldenRatio;
    private int _shift;
    private int _count;

    public MemoryStateTable(KeyContext<TKey> context, string name)
    {
        _context = context;
        _keys = context.Keys;
        _normalize = _keys.NeedsNormalization;
        _name = name;
        Allocate(SlotsMin);
    }

    public override int Count => _count;

    public override ref TValue GetOrAdd(TKey key, out bool exists)
    {
        key = Prepare(key);
        return ref Place(key, KeyTraits<TKey>.Hash(_keys, key), out exists);
    }

    public override ref TValue GetOrAdd(TKey key, int stableHash, out bool exists) => ref Place(Prepare(key), stableHash, out exists);

    public override bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        key = Prepare(key);
        return TryGet(key, KeyTraits<TKey>.Hash(_keys, key), out value);
    }

    public override bool Remove(TKey key)
    {
        key = Prepare(key);
        return Remove(key, KeyTraits<TKey>.Hash(_keys, key));
    }

    /// <summary>As <see cref="GetOrAdd(TKey, int, out bool)"/>, of a key that is normalised already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref TValue Place(TKey key, int hash, out bool exists)
    {
        ref var entry = ref Probe(key, hash);
        exists = entry.Occupied;
        if (!exists) entry = ref Insert(key, hash, ref entry);
        return ref entry.Value;
    }

    /// <summary>The place of the value, or a null reference.</summary>
    internal ref TValue Find(TKey key, int hash)
    {
        ref var entry = ref Probe(key, hash);
        return ref entry.Occupied ? ref entry.Value : ref Unsafe.NullRef<TValue>();
    }

    internal bool TryGet(TKey key, int hash, [MaybeNullWhen(false)] out TValue value)
    {
        ref var entry = ref Probe(key, hash);
        value = entry.Value;
        return entry.Occupied;
    }

    /// <summary>The key's entry, or the free one where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry<TKey, TValue> Probe(TKey key, int hash)
    {
        var entries = _entries;
        var slot = Home(key, hash);
        while (true)
        {
            ref var entry = ref entries[slot];
            if (!entry.Occupied || IsKey(ref entry, key, hash)) return ref entry;
            slot = (slot + 1) & (entries.Length - 1);
        }
    }

    // Eight neighbouring keys stay neighbours, which saves cache lines where keys are dense.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(TKey key, int hash)
    {
        var bits = KeyTraits<TKey>.Spread(key, hash);
        return (int)((bits >> 3) * _multiplier >> _shift) ^ (int)(bits & 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsKey(ref Entry<TKey, TValue> entry, TKey key, int hash)
    {
        if (KeyTraits<TKey>.EqualsAsBytes) return EqualityComparer<TKey>.Default.Equals(entry.Key, key);
        if (entry.Hash != hash) return false;
        if (typeof(TKey).IsValueType) return _keys.Equals(entry.Key, key);
        if (ReferenceEquals(entry.Key, key)) return true;
        return _isText ? string.Equals(Unsafe.As<string>(entry.Key), Unsafe.As<string>(key)) : _keys.Equals(entry.Key, key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TKey Prepare(TKey key)
    {
        // The first half spares boxing where the JIT does not optimize.
        if (_canBeNull && key is null) _context.ThrowNullKey(key, _name);
        return _normalize ? _keys.Normalize(key) : key;
    }

    [MemberNotNull(nameof(_entries))]
    private void Allocate(int slots)
    {
        _entries = new Entry<TKey, TValue>[slots];
        _shift = 64 - BitOperations.Log2((uint)slots);
    }
}

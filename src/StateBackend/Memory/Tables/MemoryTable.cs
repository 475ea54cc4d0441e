using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.Memory.Frozen;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Tables;

/// <summary>
/// A hash table with open addressing: entries lie in one array, at the slot that Fibonacci hashing gives or soon behind it.
/// At most 5 of 8 slots are taken, so that a look-up, hit or miss, mostly costs one cache line, where a table of buckets and
/// chains costs two. Removal moves later entries back instead of leaving tombstones. Keys in arithmetic progression can lie
/// badly under one multiplier; a table that notices takes another.
/// </summary>
internal sealed partial class MemoryTable<TKey, TNamespace, TValue>
{
    private const int SlotsMin = 16;
    private const ulong GoldenRatio = 0x9E37_79B9_7F4A_7C15;

    private readonly TableSettings<TKey, TNamespace> _settings;
    private readonly KeyRules<TKey> _rules;
    private readonly KeySerializer<TKey> _keys;
    private readonly SlotKeys<TKey> _sameKeys;
    private readonly NamespaceRules<TNamespace> _namespaces;
    private readonly EntryForm<TKey, TNamespace, TValue> _form;
    private readonly FrozenBuffers _buffers;

    private Entry<TKey, TNamespace, TValue>[] _entries;
    private ulong _multiplier = GoldenRatio;
    private int _shift;
    private int _count;

    // Where TryGet has looked last; a hint only, which is compared with the key again.
    private int _lastRead;

    /// <param name="settings">Whose it is.</param>
    /// <param name="form">How entries become bytes.</param>
    /// <param name="buffers">Where the bytes of frozen ones go.</param>
    public MemoryTable(TableSettings<TKey, TNamespace> settings, EntryForm<TKey, TNamespace, TValue> form, FrozenBuffers buffers)
    {
        _settings = settings;
        _form = form;
        _buffers = buffers;
        _rules = settings.Keys;
        _keys = _rules.Keys;
        _sameKeys = new SlotKeys<TKey>(_keys);
        _namespaces = settings.Namespaces;
        Allocate(SlotsMin);
    }

    public int Count => _count;

    /// <summary>How many elements the collections in the values have; kept by whoever puts collections there.</summary>
    public long ElementCount { get; set; }

    /// <summary>Another number whenever entries have moved or gone.</summary>
    public int Generation { get; private set; }

    /// <summary>The place of the value, made with the type's default when there was none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TValue GetOrAdd(TKey key, int hash, TNamespace ns, out bool exists)
    {
        ref var entry = ref Probe(key, hash, ns);
        exists = entry.Occupied;
        if (!exists) entry = ref Insert(key, hash, ns, ref entry);
        else if (_frozen is not null) Keep(ref entry);
        return ref entry.Value;
    }

    /// <summary>The place of the value, or a null reference.</summary>
    public ref TValue Find(TKey key, int hash, TNamespace ns)
    {
        ref var entry = ref Probe(key, hash, ns);
        if (!entry.Occupied) return ref Unsafe.NullRef<TValue>();
        if (_frozen is not null) Keep(ref entry);
        return ref entry.Value;
    }

    /// <summary>The value. Who changes it in place says so first: see <see cref="KeepRead"/>.</summary>
    public bool TryGet(TKey key, int hash, TNamespace ns, [MaybeNullWhen(false)] out TValue value)
    {
        var entries = _entries;
        var slot = Home(key, hash, ns);
        while (true)
        {
            ref var entry = ref entries[slot];
            if (!entry.Occupied || IsAt(ref entry, key, hash, ns))
            {
                _lastRead = slot;
                value = entry.Value;
                return entry.Occupied;
            }

            slot = (slot + 1) & (entries.Length - 1);
        }
    }

    /// <summary>As <see cref="GetOrAdd"/>, for a key that was read most probably just before: then its place is not searched again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TValue GetOrAddAfterRead(TKey key, int hash, TNamespace ns)
    {
        var entries = _entries;
        var slot = _lastRead;
        if ((uint)slot < (uint)entries.Length)
        {
            ref var entry = ref entries[slot];
            if (entry.Occupied && IsAt(ref entry, key, hash, ns))
            {
                if (_frozen is not null) Keep(ref entry);
                return ref entry.Value;
            }
        }

        return ref GetOrAdd(key, hash, ns, out _);
    }

    /// <summary>The key's entry, or the free one where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry<TKey, TNamespace, TValue> Probe(TKey key, int hash, TNamespace ns)
    {
        var entries = _entries;
        var slot = Home(key, hash, ns);
        while (true)
        {
            ref var entry = ref entries[slot];
            if (!entry.Occupied || IsAt(ref entry, key, hash, ns)) return ref entry;
            slot = (slot + 1) & (entries.Length - 1);
        }
    }

    // Eight neighbouring keys stay neighbours, which saves cache lines where keys are dense.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(TKey key, int hash, TNamespace ns)
    {
        var bits = KeyTraits<TKey>.Spread(key, hash);
        if (!NamespaceRules<TNamespace>.IsVoid) bits ^= _namespaces.Spread(ns);
        return (int)((bits >> 3) * _multiplier >> _shift) ^ (int)(bits & 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsAt(ref Entry<TKey, TNamespace, TValue> entry, TKey key, int hash, TNamespace ns) =>
        _sameKeys.AreSame(entry.Key, entry.Hash, key, hash) && (NamespaceRules<TNamespace>.IsVoid || _namespaces.AreEqual(entry.Namespace, ns));

    [MemberNotNull(nameof(_entries))]
    private void Allocate(int slots)
    {
        _entries = new Entry<TKey, TNamespace, TValue>[slots];
        _shift = 64 - BitOperations.Log2((uint)slots);
        _layout++;
    }
}

using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// Going round through all keys, those in memory and those in the database in turn, a few at a time. What the calls pay for is saved up until it is worth an
/// iterator.
/// </summary>
internal abstract partial class ObjectCache<TKey, TNamespace, TValue>
{
    private const int SweptAtOnce = 128;

    private readonly Queue<StoredKey<TKey, TNamespace>> _toSweep = [];
    private StoredWalk? _sweeping;
    private int _sweptSlot;
    private bool _sweepsStored;

    /// <summary>How many elements may be looked at.</summary>
    protected long SweepCredit { get; set; }

    /// <summary>Says that so many more elements may be looked at; false while it is not yet worth it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected bool MaySweep(int elements) => (SweepCredit += elements) >= SweptAtOnce;

    /// <summary>The key whose turn it is; it stays so until <see cref="Swept"/>. False when there was none for a while.</summary>
    protected bool TryNextToSweep(out StoredKey<TKey, TNamespace> key)
    {
        for (var turns = 0; _toSweep.Count == 0 && turns < 3; turns++)
        {
            if (_sweepsStored) ListStored();
            else ListCached();
        }

        return _toSweep.TryPeek(out key);
    }

    protected void Swept() => _toSweep.Dequeue();

    private void ListCached()
    {
        var slots = _slots;
        if (_sweptSlot >= slots.Length) _sweptSlot = 0;
        for (var end = Math.Min(slots.Length, _sweptSlot + (8 * SweptAtOnce)); _sweptSlot < end && _toSweep.Count < SweptAtOnce; _sweptSlot++)
        {
            ref readonly var slot = ref slots[_sweptSlot];
            if (slot.IsPresent) _toSweep.Enqueue(new([], slot.Key, slot.Hash, slot.Namespace));
        }

        _sweepsStored = _sweptSlot >= slots.Length;
    }

    private void ListStored()
    {
        _sweeping ??= new StoredWalk(Database, Settings.Keys.Groups);
        _sweepsStored = _sweeping.GoOn(State.Number, ListStored);
    }

    private bool ListStored(ReadOnlySpan<byte> stored)
    {
        var reader = new ByteReader(stored[StoredKeys.Prefix..]);
        var key = Coder.Read(ref reader, out var hash, out var ns);
        // Those in memory have their own turn.
        if (Unsafe.IsNullRef(ref FindCached(key, hash, ns))) _toSweep.Enqueue(new([], key, hash, ns));
        return _toSweep.Count < SweptAtOnce;
    }
}

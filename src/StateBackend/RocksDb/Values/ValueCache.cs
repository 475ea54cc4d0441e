using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Values;

/// <summary>Values as objects before the database. An entry without a value is one that the database is to delete, or that it is known not to have.</summary>
internal sealed partial class ValueCache<TKey, TNamespace, T>(
    StateDatabase database, ObjectShare share, TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values, KeyFilter filter)
    : ObjectCache<TKey, TNamespace, T>(database, share, settings, StoredValues.AreTimed(values), filter)
{
    private readonly ByteWriter _key = new();
    private readonly ValueSizes<T> _sizes = new(values);
    private readonly bool _readsChange = StoredValues.ChangeInPlace(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T GetOrAdd(TKey key, int hash, TNamespace ns, out bool exists)
    {
        ref var slot = ref ReachToChange(key, hash, ns);
        exists = slot.IsPresent;
        if (!exists) Begin(ref slot);
        return ref slot.Value;
    }

    public ref T Find(TKey key, int hash, TNamespace ns)
    {
        ref var slot = ref Reach(key, hash, ns);
        if (!slot.IsPresent) return ref Unsafe.NullRef<T>();
        Touch(ref slot);
        return ref slot.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(TKey key, int hash, TNamespace ns, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        ref var slot = ref Reach(key, hash, ns);
        value = slot.Value;
        if (!slot.IsPresent) return false;
        if (_readsChange && reading == Reading.MayChange) Touch(ref slot);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(TKey key, int hash, TNamespace ns, T value)
    {
        ref var slot = ref ReachToPut(key, hash, ns);
        if (!slot.IsPresent) Begin(ref slot);
        slot.Value = value;
    }

    public bool Remove(TKey key, int hash, TNamespace ns)
    {
        ref var slot = ref Reach(key, hash, ns);
        if (!slot.IsPresent) return false;
        Touch(ref slot);
        slot.Value = default!;
        Vanish(ref slot);
        State.ElementCount--;
        return true;
    }

    protected override bool IsCollected => true;

    protected override void Fetch(ref CacheSlot<TKey, TNamespace, T> slot)
    {
        if (!MayBeStored(in slot)) return;
        if (Database.TryGet(StateDatabase.Points, KeyOf(slot.Key, slot.Hash, slot.Namespace), out var bytes))
        {
            slot.Value = _sizes.Read(bytes);
            slot.Tag = CacheTag.Present | CacheTag.Stored;
        }
        else
        {
            WasNotStored();
        }
    }

    protected override void Guess(ref CacheSlot<TKey, TNamespace, T> slot)
    {
        if (!MayBeStored(in slot)) return;
        if (Database.MayHave(StateDatabase.Points, KeyOf(slot.Key, slot.Hash, slot.Namespace))) slot.Tag = CacheTag.Present | CacheTag.Stored | CacheTag.Guessed;
        else WasNotStored();
    }

    protected override void Save(ref CacheSlot<TKey, TNamespace, T> slot, Lot lot)
    {
        if (slot.IsPresent)
        {
            Put(in slot, lot);
            BecomeStored(ref slot);
        }
        else if ((slot.Tag & CacheTag.Stored) != 0)
        {
            Coder.WriteValueKey(lot.Begin(), slot.Key, slot.Hash, slot.Namespace);
            lot.EndDelete(StateDatabase.Points);
            slot.Tag &= unchecked((ushort)~(CacheTag.Stored | CacheTag.Guessed));
        }

        slot.Tag &= unchecked((ushort)~CacheTag.Dirty);
    }

    private void Put(in CacheSlot<TKey, TNamespace, T> slot, Lot lot)
    {
        var mark = lot.Mark();
        try
        {
            var bytes = lot.Begin();
            Coder.WriteValueKey(bytes, slot.Key, slot.Hash, slot.Namespace);
            var key = lot.EndKey();
            values.Serialize(bytes, slot.Value);
            lot.EndPut(StateDatabase.Points, key);
        }
        catch
        {
            lot.ReturnTo(mark);
            throw;
        }
    }

    protected override long BytesOf(ref CacheSlot<TKey, TNamespace, T> slot) => ManagedBytes.OfKey(slot.Key) + (slot.IsPresent ? _sizes.Of(slot.Value) : 0);

    private void Begin(ref CacheSlot<TKey, TNamespace, T> slot)
    {
        Appear(ref slot);
        State.ElementCount++;
    }

    private ReadOnlySpan<byte> KeyOf(TKey key, int hash, TNamespace ns)
    {
        _key.Reset();
        Coder.WriteValueKey(_key, key, hash, ns);
        return _key.WrittenSpan;
    }
}

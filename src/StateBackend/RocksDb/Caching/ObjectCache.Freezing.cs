using FlowActors.State.RocksDb.Storage;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// Freezing: from then on new dirt has another colour. What has the old one belongs to the frozen state; it is saved by a walk over the slots, or before
/// the first change, or as it leaves.
/// </summary>
internal abstract partial class ObjectCache<TKey, TNamespace, TValue>
{
    private int _walked;
    private bool _isWalking;

    /// <inheritdoc/>
    public override void BeginFrozen()
    {
        // The walk of a state that nobody wanted any more has left dirt of the older colour.
        if (_isWalking) Recolour();
        _dirt ^= CacheTag.Dirty;
        _hot = (ushort)(CacheTag.Occupied | CacheTag.Referenced | CacheTag.Present | _dirt);
        (_isWalking, _walked) = (true, 0);
    }

    /// <inheritdoc/>
    public override bool SaveFrozen(ref int steps)
    {
        for (; _isWalking && _walked < _slots.Length; _walked++)
        {
            if (steps-- <= 0) return false;
            ref var slot = ref _slots[_walked];
            if ((slot.Tag & CacheTag.Dirty & ~_dirt) == 0) continue;
            steps -= 4;
            Save(ref slot, FrozenLot);
            if (Database.Lot.IsFull) Database.WriteLot();
        }

        _isWalking = false;
        return true;
    }

    /// <inheritdoc/>
    public override void EndFrozen()
    {
        _isStuck = false;
        _filter.StopWaiting();
        // A subtask at rest has no other occasion to give back memory that others want.
        if (Share.MustGiveBack) LookAtBytes();
    }

    /// <summary>Whether the frozen state's part of it may become a file, as each entry is one of the database.</summary>
    protected virtual bool IsCollected => false;

    private Lot FrozenLot => IsCollected ? Database.FrozenLot : Database.Lot;

    private void SaveTouched(ref CacheSlot<TKey, TNamespace, TValue> slot)
    {
        if (Database.Frozen is { IsOver: false }) SaveFrozen(ref slot, FrozenLot);
        else Recolour(ref slot);
    }

    private void SaveFrozen(ref CacheSlot<TKey, TNamespace, TValue> slot, Lot lot)
    {
        try
        {
            Save(ref slot, lot);
        }
        catch (Exception e)
        {
            // A value that cannot be written fails the snapshot, not the call that happens to change it.
            Database.FailFrozen(e);
            Recolour(ref slot);
        }
    }

    // An entry that moves behind the walk would be passed over by it.
    private void KeepFrozen(ref CacheSlot<TKey, TNamespace, TValue> slot, int from, int to)
    {
        if (_isWalking && from >= _walked && to < _walked && (slot.Tag & CacheTag.Dirty & ~_dirt) != 0) SaveFrozen(ref slot, Database.Lot);
    }

    private void Recolour()
    {
        foreach (ref var slot in _slots.AsSpan())
        {
            if (slot.IsDirty) Recolour(ref slot);
        }
    }

    private void Recolour(ref CacheSlot<TKey, TNamespace, TValue> slot) => slot.Tag = (ushort)((slot.Tag & ~CacheTag.Dirty) | _dirt);
}

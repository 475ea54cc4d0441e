using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Scans;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// Finding keys in slices, between which entries move and leave: see <see cref="KeyWindow"/>. In memory those are of interest that the database does not have
/// as they are; what leaves after its slot was looked at was written, and is found there.
/// </summary>
internal abstract partial class ObjectCache<TKey, TNamespace, TValue>
{
    // Another number whenever entries have another home.
    private int _layout;

    public bool FindKeys(KeyWindow window, ScanSlice slice)
    {
        // What was saved for a frozen state is not dirty any more, and perhaps not in the database yet. What was collected of it is in the cache.
        Database.WriteLot();
        return FindUnwritten(window, slice) && FindStored(window, slice);
    }

    private bool FindUnwritten(KeyWindow window, ScanSlice slice)
    {
        window.LookThrough(_layout);
        var slots = _slots;
        var isCollected = IsCollected && Database.HasCollected;
        for (var at = window.Slot; !window.IsPastSlots; at++)
        {
            ref readonly var slot = ref slots[at < slots.Length ? at : at - slots.Length];
            slice.Looked();
            if (slot.Tag != 0)
            {
                if ((slot.IsDirty || isCollected) && window.Wants(_rules.GroupOf(slot.Hash))) Add(window, in slot, slice);
            }
            else if (at >= slots.Length)
            {
                window.IsPastSlots = true;
            }
            else if (slice.IsOver())
            {
                window.Slot = at + 1;
                return false;
            }
        }

        return true;
    }

    private bool FindStored(KeyWindow window, ScanSlice slice)
    {
        for (var group = window.StoredGroup; window.Wants(group); window.StoredThrough(group++))
        {
            using var stored = PointsOf(group, window.StoredOf(group));
            for (; stored is { IsValid: true } && window.Add(group, stored.Key[StoredKeys.Prefix..]); stored.Next())
            {
                slice.Read();
                if (!slice.IsOver()) continue;
                window.StoredUpTo(group, stored.Key[StoredKeys.Prefix..]);
                return false;
            }

            // For the iterator.
            slice.Read();
        }

        return true;
    }

    private void Add(KeyWindow window, in CacheSlot<TKey, TNamespace, TValue> slot, ScanSlice slice)
    {
        if (!slot.IsPresent) return;
        window.Bytes.Reset();
        _rules.Keys.Serialize(window.Bytes, slot.Key);
        window.Add(_rules.GroupOf(slot.Hash));
        slice.Read();
    }
}

using System.Runtime.CompilerServices;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// What leaves so that others may come: the clock's hand passes over entries that were looked at since it came by last. Dirty ones leave in large
/// lots. While a frozen state is being linked, nothing newer may reach the database: then clean ones leave, and for a while the cache may be larger.
/// </summary>
internal abstract partial class ObjectCache<TKey, TNamespace, TValue>
{
    // Fuller tables search longer.
    private const int FullOfFive = 3;

    // Of what may leave, one of so many does as the hand comes by. If all did, slots behind the hand would be empty and those before it twice as full as
    // all are on the average, and entries would lie far from home.
    private const int LeavesOneOf = 4;
    private const int LooksEvery = 64;
    private const int LotMin = 16;

    // Objects that have left or were replaced are in memory until the collector goes through its oldest generation, for which it waits until that has grown to
    // two to three times what was in use the last time.
    private const double WithGarbage = 3;

    private int _hand;
    private int _spared;
    private int _untilLook;
    private long _objectBytes;
    private double _bytesEach;
    private bool _isStuck;

    private static int SlotBytes => Unsafe.SizeOf<CacheSlot<TKey, TNamespace, TValue>>();

    /// <inheritdoc/>
    public override void Evict(bool all)
    {
        var wanted = all ? _count : Math.Min(_count, Lot.EntriesMax);
        if (Leave(wanted, oneOf: 1) == 0 && IsCollected && Database.HasCollected)
        {
            Database.FinishFrozen();
            Leave(wanted, oneOf: 1);
        }

        if (all && _count == 0) Resize(SlotsMin);
    }

    private bool IsFull(int count) => (long)count * 5 > (long)_slots.Length * FullOfFive;

    /// <summary>Makes room for one more entry; moves entries.</summary>
    private void MakeRoom()
    {
        if (--_untilLook < 0) LookAtBytes();
        if (!IsFull(_count + 1)) return;
        var larger = Math.Max(_slots.Length + (_slots.Length / 2), SlotsMin);
        // For a moment both arrays are there.
        if (Share.TryHold(BytesWith(_slots.Length + larger)))
        {
            Resize(larger);
            Share.TryHold(BytesWith(larger));
        }
        else
        {
            TryLeave(BytesWith(_slots.Length + larger));
        }

        if (IsFull(_count + 1)) Resize(larger);
    }

    private int LotSize => Math.Min(Lot.EntriesMax, Math.Max(_count / 8, LotMin));

    // The sizes of objects are learned of some entries, by and by.
    private void LookAtBytes()
    {
        _untilLook = LooksEvery;
        Measure();
        if (Share.TryHold(BytesWith(_slots.Length)) && !Share.MustGiveBack) return;
        if (_isStuck && !Database.MayWrite && Share.TryOverdraw(BytesWith(_slots.Length))) return;
        _isStuck = !TryLeave(BytesWith(_slots.Length));
        Shrink();
    }

    /// <summary>Lets a lot leave. False where none may for the time being, and there is a little more memory, so many bytes in all.</summary>
    private bool TryLeave(long bytes)
    {
        if (Leave(LotSize) > 0) return true;
        if (Share.TryOverdraw(bytes)) return false;
        // All is newer than what is being linked, and takes too much: the subtask waits for the links.
        Database.FinishFrozen();
        return Leave(LotSize) > 0;
    }

    private long BytesWith(int slots) => ((long)slots * SlotBytes) + _objectBytes;

    private void Measure()
    {
        var (seen, bytes, weight, slots) = (0, 0L, 0L, _slots);
        for (int i = 0, at = _hand; i < slots.Length && seen < 8; i++)
        {
            if (++at >= slots.Length) at = 0;
            if (slots[at].Tag == 0) continue;
            seen++;
            bytes += BytesOf(ref slots[at]);
            weight += WeightOf(in slots[at]);
        }

        if (weight > 0) _bytesEach += (((double)bytes / weight) - _bytesEach) / (_bytesEach == 0 ? 1 : 4);
        _objectBytes = (long)(WithGarbage * _bytesEach * Weight);
    }

    /// <summary>To be called at the start of an access that may make an entry grow: nothing is missed there, and no room made.</summary>
    protected void Look()
    {
        if (--_untilLook < 0) LookAtBytes();
    }

    // Values that have grown, or a share that has shrunk, are made up for by fewer slots.
    private void Shrink()
    {
        if (_count < _slots.Length / 3 && _slots.Length > SlotsMin && Share.Allowed < BytesWith(_slots.Length)) Resize(Math.Max(SlotsMin, _slots.Length / 2));
        Share.TryHold(BytesWith(_slots.Length));
    }

    /// <summary>Lets so many leave, if that many may.</summary>
    private int Leave(int wanted, int oneOf = LeavesOneOf)
    {
        if (IsCollected && !Database.TryEndCollecting()) return 0;
        var mayWrite = Database.MayWrite;
        var left = 0;
        for (var passed = 0L; passed < (1L + oneOf) * _slots.Length && left < wanted;)
        {
            // Not over the end of the array: what moves into a gap comes from behind the hand, or is looked at once more.
            var (from, end) = (_hand, _slots.Length);
            left += ChooseAndWrite(from, ref end, wanted - left, oneOf, mayWrite);
            Remove(from, end);
            passed += Math.Max(end - from, 1);
            _hand = end == _slots.Length ? 0 : end;
        }

        return left;
    }

    private int ChooseAndWrite(int from, ref int end, int wanted, int oneOf, bool mayWrite)
    {
        try
        {
            var chosen = Choose(ref end, wanted, oneOf, mayWrite);
            Database.WriteLot();
            return chosen;
        }
        catch
        {
            // Nobody leaves.
            foreach (ref var slot in _slots.AsSpan(from)) slot.Tag &= unchecked((byte)~CacheTag.Leaving);
            throw;
        }
    }

    private int Choose(ref int end, int wanted, int oneOf, bool mayWrite)
    {
        var (slots, chosen) = (_slots, 0);
        for (var at = _hand; at < end; at++)
        {
            ref var slot = ref slots[at];
            if (slot.Tag == 0) continue;
            if ((slot.Tag & CacheTag.Referenced) != 0)
            {
                slot.Tag &= unchecked((byte)~CacheTag.Referenced);
                continue;
            }

            if (++_spared < oneOf) continue;
            if (slot.IsDirty)
            {
                // What belongs to the frozen state may always be written; if it cannot be, that is the snapshot's failure.
                if (!mayWrite && (slot.Tag & _dirt) != 0) continue;
                if ((slot.Tag & _dirt) == 0) SaveFrozen(ref slot, Database.Lot);
                else Save(ref slot, Database.Lot);
                if (slot.IsDirty) continue;
                if (Database.Lot.IsFull) Database.WriteLot();
            }

            _spared = 0;
            slot.Tag |= CacheTag.Leaving;
            if (++chosen == wanted) end = at + 1;
        }

        return chosen;
    }

    // All in one pass: to close each gap by itself would go through the rest of its run of slots each time. What stays is put in again, in its
    // order, as far as the run goes behind the last one that leaves; what lies before them is not concerned.
    private void Remove(int from, int end)
    {
        var slots = _slots;
        var at = from;
        for (var passed = from; passed < end || (slots[at].Tag != 0 && passed < from + slots.Length); passed++, at = Next(at))
        {
            if (slots[at].Tag == 0) continue;
            var slot = slots[at];
            slots[at] = default;
            if ((slot.Tag & CacheTag.Leaving) != 0)
            {
                _count--;
                Weight -= WeightOf(in slot);
                continue;
            }

            var to = Home(slot.Key, slot.Hash, slot.Namespace);
            while (slots[to].Tag != 0) to = Next(to);
            slots[to] = slot;
            if (to != at) KeepFrozen(ref slots[to], at, to);
        }

        Generation++;
    }

    private int Next(int at) => at + 1 == _slots.Length ? 0 : at + 1;

    private void Resize(int slots)
    {
        var old = _slots;
        Allocate(slots);
        (_hand, _walked) = (0, 0);
        Generation++;
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Tag == 0) continue;
            var at = Home(slot.Key, slot.Hash, slot.Namespace);
            while (_slots[at].Tag != 0) at = Next(at);
            _slots[at] = slot;
        }
    }
}

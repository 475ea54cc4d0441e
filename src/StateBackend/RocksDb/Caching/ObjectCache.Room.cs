using System.Runtime.CompilerServices;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// What leaves so that others may come. Entries that came lately are apart, a tenth of all: of these all leave that were not asked for again by another record until the
/// hand of a clock comes by, and the others are old from then on. Old ones leave by a hand of their own, which passes over those that were looked at since it came by last. So
/// keys that come once push out none that come often. Dirty ones leave in large lots. While a frozen state is being linked, nothing newer may reach the database: then clean ones
/// leave, and for a while the cache may be larger.
/// <para>Two segments are those of Yang et al., FIFO Queues are All You Need for Cache Eviction, SOSP 2023, without its queue of keys that have left.</para>
/// </summary>
internal abstract partial class ObjectCache<TKey, TNamespace, TValue>
{
    // Fuller tables search longer.
    private const int FullOfFive = 3;

    private const int Old = 0;
    private const int Any = -1;
    private const int YoungOneOf = 10;

    // Of all that may leave, one of so many does as the hand comes by. If all did, slots behind the hand would be empty and those before it twice as full as
    // all are on the average, and entries would lie far from home. Of young ones more may, the fewer they are.
    private const int LeavesOneOf = 4;
    private const int LooksEvery = 64;
    private const int LotMin = 16;

    // Objects that have left or were replaced are in memory until the collector goes through its oldest generation, for which it waits until that has grown to
    // two to three times what was in use the last time.
    private const double WithGarbage = 3;

    private int _oldHand;
    private int _youngHand;
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
        if (LeaveAny(wanted) == 0 && IsCollected && Database.HasCollected)
        {
            Database.FinishFrozen();
            LeaveAny(wanted);
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
        if (TryGrow(larger) || TryGrow(_slots.Length + (_slots.Length / 4))) return;
        TryLeave(BytesWith(larger));
        if (IsFull(_count + 1)) Resize(larger);
    }

    private bool TryGrow(int slots)
    {
        if (slots <= _slots.Length || !Share.TryHold(BytesWith(slots))) return false;
        // For a moment both arrays are there.
        var old = (long)_slots.Length * SlotBytes;
        if (!Share.TryBorrow(old))
        {
            Share.TryHold(BytesWith(_slots.Length));
            return false;
        }

        Resize(slots);
        Share.GiveBack(old);
        return true;
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
        for (int i = 0, at = _oldHand; i < slots.Length && seen < 8; i++)
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

    /// <summary>Lets so many leave, if that many may: young ones while they are too many, then old ones, and any where none of these may.</summary>
    private int Leave(int wanted)
    {
        if (IsCollected && !Database.TryEndCollecting()) return 0;
        var mayWrite = Database.MayWrite;
        var left = 0;
        for (var passed = 0L; passed < (1L + LeavesOneOf) * _slots.Length && left < wanted && TooManyYoung > 0;)
        {
            var oneOf = 1 + (int)((LeavesOneOf - 1) * (long)_young / _count);
            left += LeaveOf(CacheTag.Young, oneOf, ref _youngHand, wanted - left, mayWrite, ref passed);
        }

        for (var passed = 0L; passed < (1L + LeavesOneOf) * _slots.Length && left < wanted;)
            left += LeaveOf(Old, LeavesOneOf, ref _oldHand, wanted - left, mayWrite, ref passed);
        return left > 0 ? left : LeaveAny(wanted);
    }

    /// <summary>Lets so many leave, if that many may, whatever they are.</summary>
    private int LeaveAny(int wanted)
    {
        if (IsCollected && !Database.TryEndCollecting()) return 0;
        var mayWrite = Database.MayWrite;
        var left = 0;
        for (var passed = 0L; passed < 2L * _slots.Length && left < wanted;) left += LeaveOf(Any, oneOf: 1, ref _oldHand, wanted - left, mayWrite, ref passed);
        return left;
    }

    private int TooManyYoung => _young - (_count / YoungOneOf);

    private int LeaveOf(int segment, int oneOf, ref int hand, int wanted, bool mayWrite, ref long passed)
    {
        // Not over the end of the array: what moves into a gap comes from behind the hand, or is looked at once more.
        var (from, end) = (hand, _slots.Length);
        var left = ChooseAndWrite(segment, oneOf, from, ref end, wanted, mayWrite);
        SlotRuns.Remove(_slots.AsSpan(), from, end, new Rules(this));
        Generation++;
        passed += Math.Max(end - from, 1);
        hand = end == _slots.Length ? 0 : end;
        return left;
    }

    private int ChooseAndWrite(int segment, int oneOf, int from, ref int end, int wanted, bool mayWrite)
    {
        try
        {
            var chosen = Choose(segment, oneOf, from, ref end, wanted, mayWrite);
            Database.WriteLot();
            return chosen;
        }
        catch
        {
            // Nobody leaves.
            foreach (ref var slot in _slots.AsSpan(from)) slot.Tag &= unchecked((ushort)~CacheTag.Leaving);
            throw;
        }
    }

    private int Choose(int segment, int oneOf, int from, ref int end, int wanted, bool mayWrite)
    {
        var (slots, chosen, young) = (_slots, 0, segment == CacheTag.Young ? TooManyYoung : int.MaxValue);
        for (var at = from; at < end; at++)
        {
            ref var slot = ref slots[at];
            if (slot.Tag == 0 || (segment != Any && (slot.Tag & CacheTag.Young) != segment)) continue;
            if ((slot.Tag & CacheTag.Referenced) != 0)
            {
                if ((slot.Tag & CacheTag.Young) != 0) _young--;
                slot.Tag &= unchecked((ushort)~(CacheTag.Referenced | CacheTag.Young));
                if (--young == 0) end = at + 1;
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
            if (++chosen == wanted || --young == 0) end = at + 1;
        }

        return chosen;
    }

    private void Resize(int slots)
    {
        var old = _slots;
        Allocate(slots);
        (_oldHand, _youngHand, _walked) = (0, 0, 0);
        Generation++;
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Tag != 0) SlotRuns.Put(_slots.AsSpan(), in slot, new Rules(this));
        }
    }

    private readonly struct Rules(ObjectCache<TKey, TNamespace, TValue> cache) : ISlotRules<CacheSlot<TKey, TNamespace, TValue>>
    {
        public bool IsFree(in CacheSlot<TKey, TNamespace, TValue> slot) => slot.Tag == 0;

        public int HomeOf(in CacheSlot<TKey, TNamespace, TValue> slot) => cache.Home(slot.Key, slot.Hash, slot.Namespace);

        public bool Leaves(in CacheSlot<TKey, TNamespace, TValue> slot) => (slot.Tag & CacheTag.Leaving) != 0;

        public void Left(in CacheSlot<TKey, TNamespace, TValue> slot)
        {
            cache._count--;
            if ((slot.Tag & CacheTag.Young) != 0) cache._young--;
            cache.Weight -= cache.WeightOf(in slot);
        }

        public void Moved(ref CacheSlot<TKey, TNamespace, TValue> slot, int from, int to) => cache.KeepFrozen(ref slot, from, to);
    }
}

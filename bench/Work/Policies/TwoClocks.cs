namespace FlowActors.Bench.Work.Policies;

/// <summary>
/// What the cache before RocksDB does, by its rules: newcomers are apart, a tenth of all, and each segment has a hand that goes over the slots of a table with open addressing, of
/// which three of five are taken at most. Young ones that were not hit leave, and the others become old. Of old ones the hand clears marks, and of those without one of four leaves. In lots;
/// nothing here is dirty, and memory is a number of entries.
/// </summary>
internal sealed class TwoClocks : Policy
{
    private const byte Young = 8;
    private const int YoungOneOf = 10;
    private const int LeavesOneOf = 4;

    private readonly ClockSlots _slots;
    private int _oldHand;
    private int _youngHand;
    private int _spared;
    private int _young;

    /// <param name="capacity">How many entries it has at most.</param>
    public TwoClocks(int capacity)
        : base(capacity) => _slots = new ClockSlots(capacity);

    public override int Count => _slots.Count;

    private int TooManyYoung => _young - (Count / YoungOneOf);

    public override bool Access(int key)
    {
        ref var tag = ref _slots.Find(key, out _);
        if (tag != 0)
        {
            tag |= ClockSlots.Referenced;
            return true;
        }

        if (Count >= Capacity) Leave(Math.Min(Clock.LotOf(Count), Count));
        _slots.Add(key, ClockSlots.Occupied | Young);
        _young++;
        return false;
    }

    private void Leave(int wanted)
    {
        for (var left = 0; left < wanted;)
        {
            left += TooManyYoung > 0
                ? LeaveOf(Young, 1 + (int)((LeavesOneOf - 1) * (long)_young / Count), ref _youngHand, wanted - left)
                : LeaveOf(0, LeavesOneOf, ref _oldHand, wanted - left);
        }
    }

    private int LeaveOf(byte segment, int oneOf, ref int hand, int wanted)
    {
        // Not over the end of the array, as there.
        var (from, end) = (hand, _slots.Length);
        var left = Choose(segment, oneOf, from, ref end, wanted);
        _slots.Remove(from, end);
        hand = end == _slots.Length ? 0 : end;
        return left;
    }

    private int Choose(byte segment, int oneOf, int from, ref int end, int wanted)
    {
        var (chosen, young) = (0, segment == Young ? TooManyYoung : int.MaxValue);
        for (var at = from; at < end; at++)
        {
            ref var tag = ref _slots[at];
            if (tag == 0 || (tag & Young) != segment) continue;
            if ((tag & ClockSlots.Referenced) != 0)
            {
                if (segment == Young) _young--;
                tag = ClockSlots.Occupied;
                if (--young == 0) end = at + 1;
                continue;
            }

            if (++_spared < oneOf) continue;
            _spared = 0;
            if (segment == Young) _young--;
            tag |= ClockSlots.Leaving;
            if (++chosen == wanted || --young == 0) end = at + 1;
        }

        return chosen;
    }
}

namespace FlowActors.Bench.Work.Policies;

/// <summary>
/// One clock for all that is in the cache: a hand over the slots of a table with open addressing, of which three of five are taken at most. It clears
/// marks of those that were looked at; of the others one of four leaves, in lots. Nothing here is dirty, and memory is a number of entries.
/// </summary>
internal sealed class Clock : Policy
{
    private const int LeavesOneOf = 4;
    private const int LotMin = 16;
    private const int LotMax = 8_192;

    private readonly ClockSlots _slots;
    private readonly byte _comesAs;
    private int _hand;
    private int _spared;

    /// <param name="capacity">How many entries it has at most.</param>
    /// <param name="isNewReferenced">Whether an entry comes in as one that was looked at; else it has to be hit first.</param>
    public Clock(int capacity, bool isNewReferenced)
        : base(capacity)
    {
        _slots = new ClockSlots(capacity);
        _comesAs = (byte)(isNewReferenced ? ClockSlots.Occupied | ClockSlots.Referenced : ClockSlots.Occupied);
    }

    public override int Count => _slots.Count;

    /// <summary>How many leave at once.</summary>
    public static int LotOf(int count) => Math.Min(LotMax, Math.Max(count / 8, LotMin));

    public override bool Access(int key)
    {
        ref var tag = ref _slots.Find(key, out _);
        if (tag != 0)
        {
            tag |= ClockSlots.Referenced;
            return true;
        }

        if (Count >= Capacity) Leave(Math.Min(LotOf(Count), Count));
        _slots.Add(key, _comesAs);
        return false;
    }

    private void Leave(int wanted)
    {
        for (var left = 0; left < wanted;)
        {
            // Not over the end of the array, as there.
            var (from, end) = (_hand, _slots.Length);
            left += Choose(ref end, wanted - left);
            _slots.Remove(from, end);
            _hand = end == _slots.Length ? 0 : end;
        }
    }

    private int Choose(ref int end, int wanted)
    {
        var chosen = 0;
        for (var at = _hand; at < end; at++)
        {
            ref var tag = ref _slots[at];
            if (tag == 0) continue;
            if ((tag & ClockSlots.Referenced) != 0)
            {
                tag &= unchecked((byte)~ClockSlots.Referenced);
                continue;
            }

            if (++_spared < LeavesOneOf) continue;
            _spared = 0;
            tag |= ClockSlots.Leaving;
            if (++chosen == wanted) end = at + 1;
        }

        return chosen;
    }
}

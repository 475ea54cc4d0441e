namespace FlowActors.State.RocksDb.Caching;

/// <summary>What <see cref="SlotRuns"/> asks of a hash table with open addressing.</summary>
internal interface ISlotRules<TSlot>
{
    bool IsFree(in TSlot slot);

    /// <summary>Where the search for what lies in a slot begins.</summary>
    int HomeOf(in TSlot slot);

    /// <summary>Whether what lies in a slot is to go.</summary>
    bool Leaves(in TSlot slot);

    /// <summary>It has gone.</summary>
    void Left(in TSlot slot);

    /// <summary>It lies in another slot from here on.</summary>
    void Moved(ref TSlot slot, int from, int to);
}

/// <summary>
/// The slots of a hash table with open addressing: from its home to where an entry lies none is free. Runs of slots that are not free go round the end of the
/// array.
/// </summary>
internal static class SlotRuns
{
    /// <summary>Puts an entry that is in no slot into the first free one from its home on.</summary>
    /// <returns>Where it lies.</returns>
    public static int Put<TSlot, TRules>(Span<TSlot> slots, in TSlot entry, in TRules rules)
        where TRules : struct, ISlotRules<TSlot>
    {
        var at = rules.HomeOf(in entry);
        while (!rules.IsFree(in slots[at])) at = Next(at, slots.Length);
        slots[at] = entry;
        return at;
    }

    /// <summary>
    /// Takes out those that leave, all of which lie from one slot to before another. All in one pass: to close each gap by itself would go through the rest of its
    /// run each time. What stays is put in again, in its order, to the end of the last run; what lies before them is not concerned.
    /// </summary>
    public static void Remove<TSlot, TRules>(Span<TSlot> slots, int from, int end, in TRules rules)
        where TRules : struct, ISlotRules<TSlot>
    {
        // A run that goes round to where the pass began goes on there: what was put in first may lie behind gaps by now. Each entry that moves comes nearer to
        // its home, so there is an end.
        var at = from;
        for (var passed = from; passed < end || !rules.IsFree(in slots[at]); passed++, at = Next(at, slots.Length))
        {
            if (rules.IsFree(in slots[at])) continue;
            var entry = slots[at];
            slots[at] = default!;
            if (rules.Leaves(in entry))
            {
                rules.Left(in entry);
                continue;
            }

            var to = Put(slots, in entry, in rules);
            if (to != at) rules.Moved(ref slots[to], at, to);
        }
    }

    private static int Next(int at, int length) => at + 1 == length ? 0 : at + 1;
}

namespace FlowActors.State.Memory.Tables;

/// <summary>The occupied slots of a table in the order of their key groups: one counting sort, good until the table changes.</summary>
internal sealed class KeyGroupIndex
{
    private readonly int[] _slots;
    private readonly int[] _ends;
    private readonly int _firstGroup;

    private KeyGroupIndex(int[] slots, int[] ends, int firstGroup)
    {
        _slots = slots;
        _ends = ends;
        _firstGroup = firstGroup;
    }

    public static KeyGroupIndex Build<TKey, TNamespace, TValue>(
        Entry<TKey, TNamespace, TValue>[] entries, int count, KeyGroupRange groups, int maxParallelism)
    {
        var first = groups.Start;
        var slots = new int[count];
        var ends = new int[groups.Count + 1];
        foreach (ref readonly var entry in entries.AsSpan())
        {
            if (entry.Occupied) ends[KeyGroups.Assign(entry.Hash, maxParallelism) - first + 1]++;
        }

        for (var group = 1; group < ends.Length; group++) ends[group] += ends[group - 1];

        // Each group's start moves to its end as the group fills, which is where the next one begins.
        for (var slot = 0; slot < entries.Length; slot++)
        {
            if (!entries[slot].Occupied) continue;
            slots[ends[KeyGroups.Assign(entries[slot].Hash, maxParallelism) - first]++] = slot;
        }

        return new KeyGroupIndex(slots, ends, first);
    }

    /// <summary>The slots of a group that lives here.</summary>
    public ReadOnlySpan<int> SlotsOf(int keyGroup)
    {
        var group = keyGroup - _firstGroup;
        var start = group == 0 ? 0 : _ends[group - 1];
        return _slots.AsSpan(start, _ends[group] - start);
    }
}

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

    /// <param name="size">How many slots the table has.</param>
    /// <param name="count">How many of them are occupied.</param>
    /// <param name="groupAt">The key group of a slot; null for a free one.</param>
    /// <param name="groups">The key groups that live here.</param>
    public static KeyGroupIndex Build(int size, int count, Func<int, int?> groupAt, KeyGroupRange groups)
    {
        var first = groups.Start;
        var slots = new int[count];
        var ends = new int[groups.Count + 1];
        for (var slot = 0; slot < size; slot++)
        {
            if (groupAt(slot) is { } group) ends[group - first + 1]++;
        }

        for (var group = 1; group < ends.Length; group++) ends[group] += ends[group - 1];

        // Each group's start moves to its end as the group fills, which is where the next one begins.
        for (var slot = 0; slot < size; slot++)
        {
            if (groupAt(slot) is { } group) slots[ends[group - first]++] = slot;
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

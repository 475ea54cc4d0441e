namespace FlowActors.State.Memory.Tables;

/// <summary>Reading by key group.</summary>
internal sealed partial class MemoryStateTable<TKey, TValue>
{
    // Null whenever keys came or went since it was built, which is also how a running enumeration notices.
    private KeyGroupIndex? _index;

    public override IEnumerable<KeyValuePair<TKey, TValue>> Entries(int keyGroup)
    {
        var groups = _context.Settings.KeyGroups;
        if (!groups.Contains(keyGroup))
        {
            throw new ArgumentOutOfRangeException(
                nameof(keyGroup),
                keyGroup,
                $"State '{_name}' of operator '{_context.Settings.OperatorName}' holds the key groups {groups} only.");
        }

        return Enumerate(keyGroup);
    }

    private IEnumerable<KeyValuePair<TKey, TValue>> Enumerate(int keyGroup)
    {
        var index = _index ??= KeyGroupIndex.Build(_entries, _count, _context.Settings);
        foreach (var slot in index.SlotsOf(keyGroup))
        {
            if (_index != index) ThrowChanged();
            yield return new(_entries[slot].Key, _entries[slot].Value);
        }
    }

    private void ThrowChanged() => throw new InvalidOperationException(
        $"Keys of state '{_name}' of operator '{_context.Settings.OperatorName}' came or went while its entries were read. Finish " +
        "reading before changing the state, or take the keys into a list first.");
}

namespace FlowActors.State.Export;

/// <summary>
/// What was restored of a state until an operator asks for it: nobody knows its types before that. If nobody does, it is written out
/// again as it came.
/// </summary>
internal sealed class RestoredState(StateHeader header)
{
    /// <summary>Stands in the place of the key group of operator state.</summary>
    public const int NoGroup = -1;

    private readonly SortedDictionary<int, ElementBytes> _groups = [];

    public StateHeader Header => header;

    /// <summary>The elements by key group, in the order in which they came.</summary>
    public IEnumerable<ElementBytes> Groups => _groups.Values;

    public void Add(in StateElement element)
    {
        if (!_groups.TryGetValue(element.KeyGroup, out var group)) _groups.Add(element.KeyGroup, group = new ElementBytes(element.KeyGroup));
        group.Add(element);
    }

    /// <summary>The elements of a key group; null where there are none.</summary>
    public ElementBytes? Find(int keyGroup) => _groups.GetValueOrDefault(keyGroup);

    public void Export(int keyGroup, int number, IStateWriter writer)
    {
        if (Find(keyGroup) is not { } group) return;
        for (var elements = group.Read(); elements.MoveNext();) writer.Write(number, elements.Current);
    }
}

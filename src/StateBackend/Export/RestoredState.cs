using FlowActors.State.Tables;

namespace FlowActors.State.Export;

/// <summary>What was restored of a state, as bytes in memory.</summary>
internal sealed class RestoredState(StateHeader header) : UnclaimedState(header)
{
    private readonly SortedDictionary<int, ElementBytes> _groups = [];

    /// <summary>The elements by key group, in the order in which they came.</summary>
    public IEnumerable<ElementBytes> Groups => _groups.Values;

    public override void Add(in StateElement element)
    {
        if (!_groups.TryGetValue(element.KeyGroup, out var group)) _groups.Add(element.KeyGroup, group = new ElementBytes(element.KeyGroup));
        group.Add(element);
    }

    /// <summary>The elements of a key group; null where there are none.</summary>
    public ElementBytes? Find(int keyGroup) => _groups.GetValueOrDefault(keyGroup);

    public override void Export(int keyGroup, int number, IStateWriter writer)
    {
        if (Find(keyGroup) is not { } group) return;
        for (var elements = group.Read(); elements.MoveNext();) writer.Write(number, elements.Current);
    }

    // It changes no more, whoever asks for it later.
    public override IFrozenTable Freeze() => new FrozenBytes(this);

    public override void Release()
    {
    }
}

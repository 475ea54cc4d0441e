using FlowActors.Serialization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>
/// Holds the writer of a part to its order, states by number and elements by sort key: what is not in order would not be
/// found. Knows the last element only.
/// </summary>
internal sealed class PartOrder
{
    private const int None = -1;

    private ByteWriter _last = new();
    private ByteWriter _next = new();
    private int _lastState = None;

    public void Begin() => _lastState = None;

    /// <summary>Takes the next element of the part.</summary>
    /// <returns>What parts it from the last one: see <see cref="SnapshotBlock.Separator"/>.</returns>
    /// <exception cref="InvalidOperationException">It should have come earlier, or has come before.</exception>
    public PartPosition Advance(int state, StateHeader header, in StateElement element)
    {
        (_last, _next) = (_next, _last);
        _next.Reset();
        SortKey.Write(_next, header.Kind, element);
        if (state != _lastState)
        {
            if (state < _lastState)
            {
                throw Refused(
                    header, element, $"came after those of state {_lastState}: the states of a key group come in the order of their numbers, each at once");
            }

            _lastState = state;
            return new PartPosition(_next.WrittenSpan, []);
        }

        var order = _last.WrittenSpan.SequenceCompareTo(_next.WrittenSpan);
        if (order > 0)
            throw Refused(header, element, "are not in the order of the bytes of key, namespace and map key, or timers not in that of their times");
        if (order == 0 && SortKey.IsUnique(header.Kind)) throw Refused(header, element, "have one key twice");
        return new PartPosition(_next.WrittenSpan, _last.WrittenSpan);
    }

    private static InvalidOperationException Refused(StateHeader header, in StateElement element, string what) => new(
        $"Elements of state '{header.Name}' of operator '{header.OperatorName}' in key group {element.KeyGroup} {what}.");
}

/// <summary>Where an element stands within its part.</summary>
/// <param name="sortKey">Its sort key.</param>
/// <param name="before">That of the element before it; empty for the first of its state.</param>
internal readonly ref struct PartPosition(ReadOnlySpan<byte> sortKey, ReadOnlySpan<byte> before)
{
    private readonly ReadOnlySpan<byte> _sortKey = sortKey;
    private readonly ReadOnlySpan<byte> _before = before;

    /// <summary>The shortest beginning of its sort key that is above that of the element before it; all of it if the two are equal.</summary>
    public byte[] Separator() => _before.IsEmpty ? [] : _sortKey[..Math.Min(_before.CommonPrefixLength(_sortKey) + 1, _sortKey.Length)].ToArray();
}

using FlowActors.Serialization;

namespace FlowActors.State.Memory.Frozen;

/// <summary>
/// A key group of a frozen table: the slots that still hold elements of it, and the elements that were saved as bytes, to be sorted and
/// written. Elements of one list lie in their order, and stay so.
/// </summary>
internal sealed class FrozenGroup(FrozenBuffers buffers)
{
    private readonly FrozenForms _forms = new(buffers);
    private readonly BlockList<int> _slots = new(buffers.Slots);
    private int _nextSlot;
    private bool _isClosed;
    private int _written;

    /// <summary>Whether there are slots whose elements are to be saved before the group can be sorted.</summary>
    public bool HasSlots => _nextSlot < _slots.Count;

    public void Note(int slot) => _slots.Add(slot);

    /// <summary>The next slots, so many at most.</summary>
    public ReadOnlySpan<int> TakeSlots(int max)
    {
        var slots = _slots.From(_nextSlot);
        if (slots.Length > max) slots = slots[..max];
        _nextSlot += slots.Length;
        return slots;
    }

    public void ForgetSlots()
    {
        _slots.Clear();
        _nextSlot = 0;
    }

    /// <inheritdoc cref="FrozenForms.Begin"/>
    /// <exception cref="InvalidOperationException">The group is sorted already: what is saved now would be lost.</exception>
    public ByteWriter Begin()
    {
        if (_isClosed) throw new InvalidOperationException($"An element was saved after the {_forms.Count} of its key group were sorted.");
        return _forms.Begin();
    }

    /// <inheritdoc cref="FrozenForms.End"/>
    public void End(int head, int ns, int mapKey, int value) => _forms.End(head, ns, mapKey, value);

    /// <summary>Puts all into their order, by and by; nothing more may be saved. True when that is done.</summary>
    public bool Sort(FrozenOrder order, ref int steps)
    {
        if (!_isClosed)
        {
            _isClosed = true;
            ForgetSlots();
            order.Begin(_forms);
        }

        return order.Sort(ref steps);
    }

    /// <summary>Writes on; true when all is written, and the buffers have been given back.</summary>
    public bool Write(FrozenOrder order, int keyGroup, int number, IStateWriter writer, ref int steps)
    {
        for (; _written < _forms.Count; _written++)
        {
            if (steps-- <= 0) return false;
            _forms.Write(order[_written], keyGroup, number, writer);
        }

        Clear();
        return true;
    }

    /// <summary>Gives back the buffers.</summary>
    public void Clear()
    {
        _forms.Clear();
        ForgetSlots();
    }
}

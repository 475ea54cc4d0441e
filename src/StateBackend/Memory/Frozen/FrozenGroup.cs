using FlowActors.Serialization;

namespace FlowActors.State.Memory.Frozen;

/// <summary>
/// A key group of a frozen table: the slots that still hold elements of it, and the elements that were saved as bytes, to be sorted and
/// written. Elements of one list lie in their order, and stay so.
/// </summary>
internal sealed class FrozenGroup(FrozenChunks chunks)
{
    private readonly List<ByteWriter> _chunks = [];
    private int[] _slots = [];
    private int _slotCount;
    private int _nextSlot;
    private FrozenForm[] _forms = [];
    private int _formCount;
    private bool _isClosed;
    private int _written;
    private int _start;

    /// <summary>Whether there are slots whose elements are to be saved before the group can be sorted.</summary>
    public bool HasSlots => _nextSlot < _slotCount;

    public void Note(int slot)
    {
        if (_slotCount == _slots.Length) Array.Resize(ref _slots, Math.Max(16, 2 * _slotCount));
        _slots[_slotCount++] = slot;
    }

    public int TakeSlot() => _slots[_nextSlot++];

    public void ForgetSlots() => (_slotCount, _nextSlot) = (0, 0);

    /// <summary>Where the next element is to be written: sort key first, the value after it. What was begun and not ended is dropped.</summary>
    /// <exception cref="InvalidOperationException">The group is sorted already: what is saved now would be lost.</exception>
    public ByteWriter Begin()
    {
        if (_isClosed) throw new InvalidOperationException($"An element was saved after the {_formCount} of its key group were sorted.");
        if (_chunks.Count == 0 || _start >= FrozenChunks.Full)
        {
            _chunks.Add(chunks.Take(isFirst: _chunks.Count == 0));
            _start = 0;
        }

        var bytes = _chunks[^1];
        bytes.Reset();
        bytes.Position = _start;
        return bytes;
    }

    /// <summary>The element is complete.</summary>
    /// <param name="head">How many bytes come before the key.</param>
    /// <param name="ns">Where the namespace begins in the writer, which is where the key ends.</param>
    /// <param name="mapKey">Where the map key begins.</param>
    /// <param name="value">Where the value begins.</param>
    public void End(int head, int ns, int mapKey, int value)
    {
        if (_formCount == _forms.Length) Array.Resize(ref _forms, Math.Max(16, 2 * _formCount));
        var end = _chunks[^1].Position;
        _forms[_formCount++] = new FrozenForm(_chunks.Count - 1, _start, _start + head, ns, mapKey, value, end);
        _start = end;
    }

    /// <summary>Puts all into their order, by and by; nothing more may be saved. True when that is done.</summary>
    public bool Sort(FrozenOrder order, ref int steps)
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _slots = [];
            ForgetSlots();
            order.Begin(_formCount);
        }

        return order.Sort(_forms.AsSpan(0, _formCount), _chunks, ref steps);
    }

    /// <summary>Writes on; true when all is written, and the chunks have been given back.</summary>
    public bool Write(FrozenOrder order, int keyGroup, int number, IStateWriter writer, ref int steps)
    {
        for (; _written < _formCount; _written++)
        {
            if (steps-- <= 0) return false;
            ref readonly var form = ref _forms[order[_written]];
            var bytes = _chunks[form.Chunk].WrittenSpan;
            writer.Write(number, new StateElement
            {
                KeyGroup = keyGroup,
                Key = bytes[form.Key..form.Namespace],
                Namespace = bytes[form.Namespace..form.MapKey],
                MapKey = bytes[form.MapKey..form.Value],
                Value = bytes[form.Value..form.End],
            });
        }

        chunks.Return(_chunks);
        return true;
    }
}

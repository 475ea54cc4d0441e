using FlowActors.Serialization;

namespace FlowActors.State.Memory.Frozen;

/// <summary>Elements of a key group as bytes, in the order in which they were saved.</summary>
internal sealed class FrozenForms(FrozenBuffers buffers)
{
    private readonly List<ByteWriter> _chunks = [];
    private readonly BlockList<FrozenForm> _forms = new(buffers.Forms);
    private int _start;

    public int Count => _forms.Count;

    public ref readonly FrozenForm this[int number] => ref _forms[number];

    public ReadOnlySpan<byte> SortKey(int number)
    {
        ref readonly var form = ref _forms[number];
        return _chunks[form.Chunk].WrittenSpan[form.Start..form.Value];
    }

    /// <summary>Where the next element is to be written: sort key first, the value after it. What was begun and not ended is dropped.</summary>
    public ByteWriter Begin()
    {
        if (_chunks.Count == 0 || _start >= FrozenBuffers.ChunkFull)
        {
            _chunks.Add(buffers.TakeChunk(isFirst: _chunks.Count == 0));
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
        var end = _chunks[^1].Position;
        _forms.Add(new FrozenForm(_chunks.Count - 1, _start, _start + head, ns, mapKey, value, end));
        _start = end;
    }

    public void Write(int form, int keyGroup, int number, IStateWriter writer)
    {
        ref readonly var written = ref _forms[form];
        var bytes = _chunks[written.Chunk].WrittenSpan;
        writer.Write(number, new StateElement
        {
            KeyGroup = keyGroup,
            Key = bytes[written.Key..written.Namespace],
            Namespace = bytes[written.Namespace..written.MapKey],
            MapKey = bytes[written.MapKey..written.Value],
            Value = bytes[written.Value..written.End],
        });
    }

    /// <summary>Gives back the buffers.</summary>
    public void Clear()
    {
        buffers.Return(_chunks);
        _chunks.Clear();
        _forms.Clear();
        _start = 0;
    }
}

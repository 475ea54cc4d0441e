using FlowActors.Serialization;

namespace FlowActors.State.Export;

/// <summary>Elements of one key group, one after the other: each part with its length before it, and the time of its last touch behind it if it has one.</summary>
internal sealed class ElementBytes(int keyGroup)
{
    private readonly ByteWriter _bytes = new();

    public int Count { get; private set; }

    public void Add(in StateElement element)
    {
        Write(element.Key);
        Write(element.Namespace);
        Write(element.MapKey);
        Write(element.Value);
        _bytes.WriteByte(element.LastTouch is null ? (byte)0 : (byte)1);
        if (element.LastTouch is { } time) _bytes.WriteInt64(time);
        Count++;
    }

    public Reader Read() => Read(0);

    /// <summary>Reads on from a <see cref="Reader.Position"/>.</summary>
    public Reader Read(int position) => new(keyGroup, _bytes.WrittenSpan[position..], position);

    private void Write(ReadOnlySpan<byte> part)
    {
        _bytes.WriteVarUInt32((uint)part.Length);
        _bytes.WriteBytes(part);
    }

    /// <summary>Reads them in the order of adding.</summary>
    public ref struct Reader(int keyGroup, ReadOnlySpan<byte> bytes, int start)
    {
        private ByteReader _reader = new(bytes);

        /// <summary>Behind the present element.</summary>
        public readonly int Position => start + _reader.Position;

        public StateElement Current { get; private set; }

        public bool MoveNext()
        {
            if (_reader.Remaining == 0) return false;
            Current = new StateElement
            {
                KeyGroup = keyGroup,
                Key = Next(),
                Namespace = Next(),
                MapKey = Next(),
                Value = Next(),
                LastTouch = _reader.ReadByte() == 0 ? null : _reader.ReadInt64(),
            };
            return true;
        }

        private ReadOnlySpan<byte> Next() => _reader.ReadBytes((int)_reader.ReadVarUInt32());
    }
}

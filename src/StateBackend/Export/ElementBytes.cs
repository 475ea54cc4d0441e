using FlowActors.Serialization;

namespace FlowActors.State.Export;

/// <summary>Elements of one key group, one after the other: each part with its length before it.</summary>
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
        Count++;
    }

    public Reader Read() => new(keyGroup, _bytes.WrittenSpan);

    private void Write(ReadOnlySpan<byte> part)
    {
        _bytes.WriteVarUInt32((uint)part.Length);
        _bytes.WriteBytes(part);
    }

    /// <summary>Reads them in the order of adding.</summary>
    public ref struct Reader(int keyGroup, ReadOnlySpan<byte> bytes)
    {
        private ByteReader _reader = new(bytes);

        public StateElement Current { get; private set; }

        public bool MoveNext()
        {
            if (_reader.Remaining == 0) return false;
            Current = new StateElement { KeyGroup = keyGroup, Key = Next(), Namespace = Next(), MapKey = Next(), Value = Next() };
            return true;
        }

        private ReadOnlySpan<byte> Next() => _reader.ReadBytes((int)_reader.ReadVarUInt32());
    }
}

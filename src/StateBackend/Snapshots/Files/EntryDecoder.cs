using FlowActors.Serialization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>Where the parts of the present entry lie in a block: see <see cref="BlockBuilder"/>.</summary>
/// <param name="end">Of the block.</param>
internal struct EntryDecoder(int end)
{
    private readonly int _end = end;
    private int _position;
    private Range _key;
    private Range _namespace;
    private Range _mapKey;
    private Range _value;
    private long? _lastTouch;

    public int State { get; private set; }

    public readonly bool IsAtEnd => _position == _end;

    public readonly StateElement Element(byte[] block, int keyGroup) => new()
    {
        KeyGroup = keyGroup,
        Key = block.AsSpan(_key),
        Namespace = block.AsSpan(_namespace),
        MapKey = block.AsSpan(_mapKey),
        Value = block.AsSpan(_value),
        LastTouch = _lastTouch,
    };

    /// <exception cref="SerializationException">What follows is no entry.</exception>
    public void MoveNext(byte[] block)
    {
        var start = _position;
        var reader = new ByteReader(block.AsSpan(start.._end));
        var flags = (EntryFlags)reader.ReadByte();
        const EntryFlags same = EntryFlags.SameState | EntryFlags.SameKey | EntryFlags.SameNamespace;
        if ((flags & ~EntryFlags.All) != 0 || (start == 0 && (flags & same) != 0)) throw reader.Corrupt($"there are no flags {(int)flags}");
        if ((flags & EntryFlags.SameState) == 0) State = (int)reader.ReadVarUInt32();
        if ((flags & EntryFlags.SameKey) == 0) _key = Next(ref reader, start);
        if ((flags & EntryFlags.SameNamespace) == 0) _namespace = Next(ref reader, start);
        _mapKey = (flags & EntryFlags.HasMapKey) == 0 ? default : Next(ref reader, start);
        _lastTouch = (flags & EntryFlags.HasLastTouch) == 0 ? null : reader.ReadInt64();
        _value = Next(ref reader, start);
        _position = start + reader.Position;
    }

    private static Range Next(ref ByteReader reader, int start)
    {
        var length = (int)reader.ReadVarUInt32();
        var from = start + reader.Position;
        reader.Skip(length);
        return from..(from + length);
    }
}

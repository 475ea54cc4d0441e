using FlowActors.Serialization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>
/// Entries of a block, one behind the other: flags, then what they do not leave out of state, key, namespace, map key and time of the
/// last touch, then the value; numbers as varints, bytes with their length before them.
/// </summary>
/// <param name="bytesTarget">See <see cref="SnapshotFormat.BlockBytesTarget"/>.</param>
internal sealed class BlockBuilder(int bytesTarget)
{
    // What the numbers and lengths of an entry take at most: flags, six varints of 32 bits, a time.
    private const int OverheadMax = 1 + (6 * 5) + sizeof(long);

    private readonly ByteWriter _bytes = new(bytesTarget);
    private int _state;
    private Range _key;
    private Range _namespace;

    public bool IsEmpty => _bytes.Position == 0;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Whether it is within the bounds of a block.</summary>
    public bool IsSmall(in StateElement element) => SizeMaxOf(element) <= bytesTarget;

    public bool HasRoomFor(in StateElement element) => _bytes.Position + SizeMaxOf(element) <= bytesTarget;

    public void Add(int state, in StateElement element)
    {
        AddHead(state, element);
        _bytes.WriteBytes(element.Value);
    }

    /// <summary>All but the bytes of the value, which are to follow at once.</summary>
    public void AddHead(int state, in StateElement element)
    {
        var flags = FlagsOf(state, element);
        _bytes.WriteByte((byte)flags);
        if ((flags & EntryFlags.SameState) == 0) _bytes.WriteVarUInt32((uint)state);
        if ((flags & EntryFlags.SameKey) == 0) _key = Write(element.Key);
        if ((flags & EntryFlags.SameNamespace) == 0) _namespace = Write(element.Namespace);
        if ((flags & EntryFlags.HasMapKey) != 0) Write(element.MapKey);
        if (element.LastTouch is { } time) _bytes.WriteInt64(time);
        _bytes.WriteVarUInt32((uint)element.Value.Length);
        _state = state;
    }

    public void Clear()
    {
        _bytes.Reset();
        // A large key has made it grow.
        if (_bytes.Buffer.Length > 2 * bytesTarget) _bytes.Reset(new byte[bytesTarget], 0);
    }

    private static long SizeMaxOf(in StateElement element) =>
        OverheadMax + (long)element.Key.Length + element.Namespace.Length + element.MapKey.Length + element.Value.Length;

    private EntryFlags FlagsOf(int state, in StateElement element)
    {
        var flags = EntryFlags.None;
        if (!IsEmpty)
        {
            if (state == _state) flags |= EntryFlags.SameState;
            if (element.Key.SequenceEqual(Bytes[_key])) flags |= EntryFlags.SameKey;
            if (element.Namespace.SequenceEqual(Bytes[_namespace])) flags |= EntryFlags.SameNamespace;
        }

        if (element.MapKey.Length > 0) flags |= EntryFlags.HasMapKey;
        if (element.LastTouch is not null) flags |= EntryFlags.HasLastTouch;
        return flags;
    }

    private Range Write(ReadOnlySpan<byte> part)
    {
        _bytes.WriteVarUInt32((uint)part.Length);
        var start = _bytes.Position;
        _bytes.WriteBytes(part);
        return start.._bytes.Position;
    }
}

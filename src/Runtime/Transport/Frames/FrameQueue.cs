namespace FlowActors.Runtime.Transport.Frames;

/// <summary>
/// Frames in the order they leave. Small messages and control frames are copied together into one buffer, so that many leave
/// in one send and a few bytes do not hold a large buffer; others leave from where they were serialized. Not thread-safe.
/// </summary>
internal sealed class FrameQueue
{
    /// <summary>Messages up to this length are copied together.</summary>
    public const int GatheredMax = 16 * 1024;

    private readonly Queue<Entry> _entries = new();
    private FrameBuffer? _gathering;
    private Entry _current;
    private int _position;

    private readonly record struct Entry(FrameBuffer Buffer, FrameHeader Header, bool IsGathered);

    /// <summary>Appends a message and takes its buffer. The header's flags and length are set for each fragment.</summary>
    public void AppendMessage(in FrameHeader header, FrameBuffer message)
    {
        if (message.Length <= GatheredMax)
        {
            Gather(header with { Flags = FrameFlags.LastFragment, Length = message.Length }, message.Message);
            message.Return();
            return;
        }

        _gathering = null;
        _entries.Enqueue(new Entry(message, header, IsGathered: false));
    }

    public void AppendControl(ControlKind kind, ChannelAddress address, uint sequence, ReadOnlySpan<byte> payload) =>
        Gather(new FrameHeader(address, sequence, (byte)kind, FrameFlags.Control | FrameFlags.LastFragment, payload.Length), payload);

    /// <summary>
    /// The next bytes for the wire, always whole frames; asking means that those before have left. They stay valid until the
    /// next call.
    /// </summary>
    public bool TryTake(out ReadOnlyMemory<byte> bytes)
    {
        if (_current.Buffer is not null && _position >= _current.Buffer.Length)
        {
            var left = _current.Buffer;
            _current = default;
            left.Return();
        }

        if (_current.Buffer is null)
        {
            bytes = default;
            if (!_entries.TryDequeue(out _current)) return false;
            if (_current.Buffer == _gathering) _gathering = null;
            _position = 0;
        }

        bytes = _current.IsGathered ? TakeGathered() : TakeFragment();
        return true;
    }

    /// <summary>Drops everything; the buffers are not used again, for one of them may be on its way to the socket.</summary>
    public void Clear()
    {
        _entries.Clear();
        _gathering = null;
        _current = default;
    }

    private ReadOnlyMemory<byte> TakeGathered()
    {
        _position = _current.Buffer.Length;
        return _current.Buffer.Bytes.AsMemory(FrameBuffer.Start, _position);
    }

    /// <summary>A later fragment's header overwrites the end of the one before it, which has left.</summary>
    private ReadOnlyMemory<byte> TakeFragment()
    {
        var (buffer, first, _) = _current;
        var length = Math.Min(FrameHeader.PayloadMax, buffer.Length - _position);
        var start = FrameBuffer.Start + _position - FrameHeader.Size;
        var header = first with
        {
            Sequence = unchecked(first.Sequence + (uint)(_position / FrameHeader.PayloadMax)),
            Flags = _position + length == buffer.Length ? FrameFlags.LastFragment : FrameFlags.None,
            Length = length,
        };
        header.Write(buffer.Bytes.AsSpan(start));
        _position += length;
        return buffer.Bytes.AsMemory(start, FrameHeader.Size + length);
    }

    private void Gather(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var size = FrameHeader.Size + payload.Length;
        if (_gathering is null || _gathering.Capacity - _gathering.Length < size)
        {
            _gathering = FrameBuffer.Rent(Math.Max(size, 4 * GatheredMax));
            _entries.Enqueue(new Entry(_gathering, default, IsGathered: true));
        }

        var target = _gathering.Bytes.AsSpan(FrameBuffer.Start + _gathering.Length, size);
        header.Write(target);
        payload.CopyTo(target[FrameHeader.Size..]);
        _gathering.Length += size;
    }
}

namespace FlowActors.Runtime.Transport.Frames;

/// <summary>
/// Cuts a stream of bytes into frames, however the bytes are cut. They are received into a buffer of exactly the largest
/// frame's size, header room included, so a large frame at its beginning is handed over without a copy. One thread.
/// </summary>
internal sealed class FrameReceiver(IFrameHandler handler)
{
    /// <summary>Frames from this payload length on may keep the buffer they were received into.</summary>
    private const int InPlaceMin = FrameHeader.PayloadMax / 4;

    private FrameBuffer _buffer = FrameBuffer.Rent();
    private int _filled;
    private int _missing;

    /// <summary>
    /// Where the next bytes go; never empty. Ends with a large frame that has begun, so that nothing behind it has to be moved
    /// to the next buffer.
    /// </summary>
    public Memory<byte> Space => _buffer.Bytes.AsMemory(_filled, _missing > 0 ? _missing : _buffer.Bytes.Length - _filled);

    /// <summary>How many large frames have come.</summary>
    public long LargeFrames { get; private set; }

    /// <summary>True between two frames.</summary>
    public bool IsAtBoundary => _filled == 0;

    /// <summary>Hands on every frame that is whole now that so many bytes of <see cref="Space"/> are filled.</summary>
    /// <exception cref="FrameFormatException">The bytes are no frames.</exception>
    public void Advance(int count)
    {
        _filled += count;
        _missing = 0;
        var at = 0;
        while (_filled - at >= FrameHeader.Size)
        {
            var header = FrameHeader.Read(_buffer.Bytes.AsSpan(at));
            var end = at + FrameHeader.Size + header.Length;
            var isLarge = header.Length >= InPlaceMin && !header.IsControl;
            if (end > _filled)
            {
                _missing = isLarge ? end - _filled : 0;
                break;
            }

            if (isLarge) LargeFrames++;
            if (at == 0 && isLarge)
            {
                HandOver(header, end);
                continue;
            }

            Copy(header, _buffer.Bytes.AsSpan(at + FrameHeader.Size, header.Length));
            at = end;
        }

        if (at == 0) return;
        _buffer.Bytes.AsSpan(at, _filled - at).CopyTo(_buffer.Bytes);
        _filled -= at;
    }

    private void HandOver(in FrameHeader header, int end)
    {
        var payload = _buffer;
        _buffer = FrameBuffer.Rent();
        payload.Bytes.AsSpan(end, _filled - end).CopyTo(_buffer.Bytes);
        _filled -= end;
        payload.Length = header.Length;
        handler.OnData(header, payload);
    }

    private void Copy(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.IsControl)
        {
            handler.OnControl(header, payload);
            return;
        }

        var copy = FrameBuffer.Rent(payload.Length);
        payload.CopyTo(copy.Bytes.AsSpan(FrameBuffer.Start));
        copy.Length = payload.Length;
        handler.OnData(header, copy);
    }
}

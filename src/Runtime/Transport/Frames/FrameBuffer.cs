namespace FlowActors.Runtime.Transport.Frames;

/// <summary>
/// The bytes of one message, with room for a frame header before them, so that a message is serialized straight to where the
/// socket takes it from. Has one owner at a time, who returns it or hands it on. After a failure it is left to the garbage
/// collector instead: somebody may still look at it.
/// </summary>
internal sealed class FrameBuffer
{
    private readonly FrameBufferPool _pool;
    private bool _returned;

    internal FrameBuffer(FrameBufferPool pool, byte[] bytes)
    {
        _pool = pool;
        Bytes = bytes;
    }

    /// <summary>The header's room and the message; replaced by <see cref="Grow"/> and <see cref="Adopt"/>.</summary>
    public byte[] Bytes { get; private set; }

    /// <summary>Where the message begins in <see cref="Bytes"/>.</summary>
    public static int Start => FrameHeader.Size;

    /// <summary>The message's bytes so far; the writer sets it.</summary>
    public int Length { get; set; }

    /// <summary>The most that <see cref="Length"/> can be without growing.</summary>
    public int Capacity => Bytes.Length - Start;

    /// <summary>The message.</summary>
    public Span<byte> Message => Bytes.AsSpan(Start, Length);

    /// <summary>An empty buffer of the process-wide pool with at least that capacity, by default one full frame.</summary>
    public static FrameBuffer Rent(int capacity = FrameHeader.PayloadMax) => FrameBufferPool.Shared.Rent(capacity);

    /// <summary>Makes room for at least that many bytes and keeps what is there.</summary>
    public void Grow(int capacity)
    {
        if (capacity <= Capacity) return;
        var larger = _pool.Rent(Math.Max(capacity, (int)Math.Min(2L * Capacity, Array.MaxLength - Start)));
        Message.CopyTo(larger.Bytes.AsSpan(Start));
        (Bytes, larger.Bytes) = (larger.Bytes, Bytes);
        larger.Return();
    }

    /// <summary>
    /// Takes over an array that a writer made when this one became too small: its message begins at <see cref="Start"/>.
    /// </summary>
    public void Adopt(byte[] bytes, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes.Length, Start + length);
        Bytes = bytes;
        Length = length;
    }

    /// <summary>Gives the buffer back; its owner must not touch it any more.</summary>
    /// <exception cref="InvalidOperationException">It was given back before.</exception>
    public void Return()
    {
        if (_returned) throw new InvalidOperationException("A frame buffer was returned to its pool twice; it has one owner, who returns it once.");
        _returned = true;
        _pool.Take(this);
    }

    internal FrameBuffer Reuse()
    {
        _returned = false;
        Length = 0;
        return this;
    }
}

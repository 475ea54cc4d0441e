using System.Text;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Connections;

/// <summary>
/// What both ends of a connection have in common: the queue of frames under one short lock, the wire to wake when it was
/// empty, and the count of connection-wide control frames in each direction. No I/O of its own.
/// </summary>
internal abstract class FrameEnd : IFrameEnd
{
    private IFrameWire? _wire;
    private bool _isWriterWaiting;
    private uint _sent;
    private uint _received;
    private string _failure = "";

    /// <summary>Guards the queue and what decides about it; no call to a channel's owner is made under it.</summary>
    protected Lock Gate { get; } = new();

    protected FrameQueue Queue { get; } = new();

    public bool IsEnded { get; private set; }

    public bool IsSilent { get; private set; }

    public void Attach(IFrameWire wire)
    {
        lock (Gate) _wire = wire;
    }

    public bool TryTake(out ReadOnlyMemory<byte> bytes)
    {
        lock (Gate)
        {
            if (!IsEnded) AppendPending();
            var taken = Queue.TryTake(out bytes);
            _isWriterWaiting = !taken && !IsEnded;
            IsSilent |= !taken && IsEnded;
            return taken;
        }
    }

    public void Fail(string what, bool tellPeer)
    {
        IFrameWire? wire;
        lock (Gate)
        {
            if (IsEnded) return;
            Queue.Clear();
            if (tellPeer) AppendControl(ControlKind.Abort, default, ToText(what));
            _failure = what;
            IsEnded = true;
            wire = TakeWaitingWriter();
        }

        wire?.WakeWriter();
    }

    public void Finish() => FailChannels(_failure);

    public abstract void OnData(in FrameHeader header, FrameBuffer payload);

    public abstract void OnControl(in FrameHeader header, ReadOnlySpan<byte> payload);

    /// <summary>Under the lock, before the wire takes: frames that were only noted so far.</summary>
    protected virtual void AppendPending()
    {
    }

    /// <summary>Outside the lock, once, on the thread that read: tells every channel that is still open.</summary>
    protected abstract void FailChannels(string what);

    /// <summary>Under the lock: the wire to wake after leaving it, if it waits.</summary>
    protected IFrameWire? TakeWaitingWriter()
    {
        if (!_isWriterWaiting) return null;
        _isWriterWaiting = false;
        return _wire;
    }

    /// <summary>Under the lock: a frame in the connection's own sequence.</summary>
    protected void AppendControl(ControlKind kind, ChannelAddress address, ReadOnlySpan<byte> payload) =>
        Queue.AppendControl(kind, address, _sent++, payload);

    /// <summary>Checks the connection's own sequence; only the read loop calls it.</summary>
    /// <exception cref="FrameFormatException">A frame is missing.</exception>
    protected void CheckSequence(in FrameHeader header)
    {
        var expected = _received++;
        if (header.Sequence == expected) return;
        throw new FrameFormatException(
            $"a sequence gap: control frame {header.Sequence} ({(ControlKind)header.Kind}) came where {expected} was due");
    }

    protected static int ReadCount(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var count = payload.Length == sizeof(int) ? System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(payload) : -1;
        return count >= 0 ? count : throw new FrameFormatException($"a {(ControlKind)header.Kind} frame does not hold one count");
    }

    protected static FrameFormatException Unexpected(in FrameHeader header) =>
        new($"a frame of kind {header.Kind} ({(header.IsControl ? "control" : "data")}) is not sent in this direction");

    protected static string FromText(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    protected static byte[] ToText(string text) =>
        Encoding.UTF8.GetBytes(text.Length <= FrameHeader.PayloadMax / 4 ? text : text[..(FrameHeader.PayloadMax / 4)]);
}

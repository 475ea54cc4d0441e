using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Connections;

/// <summary>
/// Puts the fragments of one message together. Memory grows as fragments arrive, never on a sender's word. One thread.
/// </summary>
internal sealed class MessageAssembly(int messageBytesMax)
{
    private FrameBuffer? _message;

    /// <summary>Bytes, headers included, of the fragments of a message that is not whole yet.</summary>
    public int WireBytes { get; private set; }

    /// <summary>Adds a fragment and takes its buffer; false when the message gets too long.</summary>
    public bool TryAdd(in FrameHeader header, FrameBuffer fragment)
    {
        if ((_message?.Length ?? 0) + (long)fragment.Length > messageBytesMax) return false;
        WireBytes += FrameHeader.Size + header.Length;
        if (_message is null)
        {
            _message = fragment;
            return true;
        }

        _message.Grow(_message.Length + fragment.Length);
        fragment.Message.CopyTo(_message.Bytes.AsSpan(FrameBuffer.Start + _message.Length));
        _message.Length += fragment.Length;
        fragment.Return();
        return true;
    }

    /// <summary>The whole message, which leaves with its buffer.</summary>
    public FrameBuffer Take()
    {
        var message = _message ?? throw new InvalidOperationException("A message was taken before its first fragment came.");
        _message = null;
        WireBytes = 0;
        return message;
    }
}

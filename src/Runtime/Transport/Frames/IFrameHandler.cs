namespace FlowActors.Runtime.Transport.Frames;

/// <summary>What a <see cref="FrameReceiver"/> hands its frames to, in the order they came.</summary>
internal interface IFrameHandler
{
    /// <summary>A fragment of a message; the handler owns the buffer.</summary>
    /// <exception cref="FrameFormatException">The frame breaks the protocol; the connection is to end.</exception>
    void OnData(in FrameHeader header, FrameBuffer payload);

    /// <summary>A frame of the transport's own; the payload is valid during the call.</summary>
    /// <exception cref="FrameFormatException">The frame breaks the protocol; the connection is to end.</exception>
    void OnControl(in FrameHeader header, ReadOnlySpan<byte> payload);
}

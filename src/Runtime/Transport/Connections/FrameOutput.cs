using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Connections;

/// <summary>The sending end of one channel; its connection's lock guards it.</summary>
internal sealed class FrameOutput(OutgoingConnection connection, ChannelAddress address, IFrameOutputEvents events) : WindowShare, IFrameOutput
{
    public ChannelAddress Address => address;

    public IFrameOutputEvents Events => events;

    /// <summary>The next frame's; 0 is the opening's.</summary>
    public uint Sequence { get; set; }

    public FrameOutputState State { get; set; }

    public bool TrySend(FrameBuffer message, byte kind) => connection.TrySend(this, message, kind);

    public void SendAtOnce(FrameBuffer message, byte kind) => connection.SendAtOnce(this, message, kind);

    public void Dispose() => connection.Close(this);
}

internal enum FrameOutputState
{
    Open,
    Failed,
    Disposed,
}

namespace FlowActors.Runtime.Transport.Frames;

/// <summary>
/// The transport's own frames. <see cref="Open"/> and <see cref="Close"/> count in their channel's sequence; the others count
/// in the sequence of all such frames of the connection in that direction.
/// </summary>
internal enum ControlKind : byte
{
    /// <summary>From the sender: the channel begins; its sequence number is 0.</summary>
    Open = 1,

    /// <summary>From the sender: the channel ended well, or it has heard of a <see cref="Reset"/>; nothing follows.</summary>
    Close = 2,

    /// <summary>From the sender: it waits for room and wants to be told at once of all that arrived before this.</summary>
    Probe = 3,

    /// <summary>From the receiver: bytes of the window that are free again (int, may be 0 in answer to a probe).</summary>
    WindowAck = 4,

    /// <summary>From the receiver: credits for a channel (int).</summary>
    Credit = 5,

    /// <summary>From the receiver: the channel is refused or failed (UTF-8, why).</summary>
    Reset = 6,

    /// <summary>From either side, as its last frame: the whole connection is given up (UTF-8, why).</summary>
    Abort = 7,
}

using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport;

/// <summary>
/// The receiving end of a channel, called on the read loop of the connection that feeds it, so the calls must be short and
/// must not block: all channels of the connection wait for them.
/// </summary>
internal interface IFrameInput
{
    /// <summary>
    /// A whole message, in the order sent. The input owns the buffer from here on and returns it. What it throws fails the
    /// channel at both ends.
    /// </summary>
    void OnMessage(byte kind, FrameBuffer message);

    /// <summary>
    /// The channel is lost. Called at most once; from another thread than the messages only when the transport is disposed.
    /// Must not throw.
    /// </summary>
    void OnFailed(DataConnectionException failure);
}

/// <summary>
/// A registered input. Disposing unregisters it without a word to the sender, whose later messages, if any, fail its channel;
/// a call to the input that is under way may still finish. May be used from any thread.
/// </summary>
internal interface IFrameInputHandle : IDisposable
{
    /// <summary>
    /// Sends credits to the sender; before the sender is there they are kept for it, after the end of the channel they are
    /// dropped.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="credits"/> is not positive.</exception>
    void Grant(int credits);
}

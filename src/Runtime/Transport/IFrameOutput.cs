using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport;

/// <summary>The sending end of a channel. Used by one thread at a time.</summary>
internal interface IFrameOutput : IDisposable
{
    /// <summary>
    /// Queues a message and takes ownership of its buffer, or returns false and leaves it with the caller: when the window of
    /// the pair of nodes is exhausted (<see cref="IFrameOutputEvents.OnWritable"/> follows, perhaps before this returns, and
    /// then the caller owes another call or <see cref="IDisposable.Dispose"/>, because room is kept for it), and when the
    /// channel has failed (<see cref="IFrameOutputEvents.OnFailed"/> has been or is being called). Never blocks.
    /// </summary>
    /// <param name="message">The message; empty ones arrive too.</param>
    /// <param name="kind">Any value; arrives with the message.</param>
    /// <exception cref="ArgumentException">The message is longer than <see cref="TransportSettings.MessageBytesMax"/>.</exception>
    /// <exception cref="ObjectDisposedException">The output is disposed.</exception>
    bool TrySend(FrameBuffer message, byte kind);

    /// <summary>
    /// Queues a message of a few bytes, whatever the window says, behind those that were queued before, and takes ownership of its buffer. On a
    /// channel that has failed it is dropped: <see cref="IFrameOutputEvents.OnFailed"/> has been or is being called. Never blocks.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="kind">Any value; arrives with the message.</param>
    /// <exception cref="ObjectDisposedException">The output is disposed.</exception>
    void SendAtOnce(FrameBuffer message, byte kind);
}

/// <summary>What a sender hears of its channel, on an I/O thread: the calls must be short, must not block and must not throw.</summary>
internal interface IFrameOutputEvents
{
    /// <summary>There is room for the message that was refused. Called once for each refusal.</summary>
    void OnWritable();

    /// <summary>The receiver granted credits; several grants may arrive as one sum.</summary>
    void OnCredit(int credits);

    /// <summary>The channel is lost, with whatever was under way. Called at most once, and last.</summary>
    void OnFailed(DataConnectionException failure);
}

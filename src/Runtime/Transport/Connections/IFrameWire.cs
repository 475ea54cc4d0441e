using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Connections;

/// <summary>What moves a connection's bytes: a socket, or a test's pump.</summary>
internal interface IFrameWire
{
    /// <summary>
    /// There is something to take again, and nobody else was told. May come from any thread, and may use it to write, but never
    /// waits.
    /// </summary>
    void WakeWriter();
}

/// <summary>One end of a connection as its wire sees it.</summary>
internal interface IFrameEnd : IFrameHandler
{
    /// <summary>Names the wire to wake. Until then frames gather.</summary>
    void Attach(IFrameWire wire);

    /// <summary>
    /// The next bytes to write; they stay valid until the next call, which means that they are written. After false the wire
    /// waits to be woken.
    /// </summary>
    bool TryTake(out ReadOnlyMemory<byte> bytes);

    /// <summary>True once the connection is given up: what can still be taken are its last words, nothing is read any more.</summary>
    bool IsEnded { get; }

    /// <summary>True once the connection is given up and its last words were taken and are written: the wire has nothing more to write.</summary>
    bool IsSilent { get; }

    /// <summary>
    /// Gives the connection up; the first call counts. May come from any thread. The channels hear of it when the wire, or who
    /// made the connection and has no wire yet, calls <see cref="Finish"/>.
    /// </summary>
    /// <param name="what">What happened, as the end of a sentence; the peer reads it too.</param>
    /// <param name="tellPeer">Whether the peer is there to be told.</param>
    void Fail(string what, bool tellPeer);

    /// <summary>After <see cref="Fail"/>, once, when no frame is handed in any more: tells every channel that is still open.</summary>
    void Finish();
}

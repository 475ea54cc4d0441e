namespace FlowActors.Runtime.Transport;

/// <summary>
/// Carries messages of channels between nodes: whole, in order, exactly once, or a failure that is told to both ends. Knows
/// bytes and channels, and nothing of records. One for each node; all members may be called from any thread.
/// Disposing fails every channel that is still open, here and at the peers.
/// </summary>
internal interface IDataTransport : IAsyncDisposable
{
    /// <summary>What the other nodes pass to <see cref="OpenOutput"/> to reach this one.</summary>
    DataEndpoint LocalEndpoint { get; }

    /// <summary>Makes a channel known here. Must come before the sender opens its end: an unknown channel is refused.</summary>
    /// <exception cref="InvalidOperationException">The address is registered already.</exception>
    /// <exception cref="ObjectDisposedException">The transport is disposed.</exception>
    IFrameInputHandle RegisterInput(ChannelAddress address, IFrameInput input);

    /// <summary>
    /// Opens the sending end of a channel over the connection to <paramref name="target"/>, which all channels to that node
    /// share and which is made on first use. Returns at once; a connection that cannot be made fails the output.
    /// </summary>
    /// <exception cref="InvalidOperationException">The channel is open already.</exception>
    /// <exception cref="ObjectDisposedException">The transport is disposed.</exception>
    IFrameOutput OpenOutput(ChannelAddress address, DataEndpoint target, IFrameOutputEvents events);
}

using System.Collections.Concurrent;

namespace FlowActors.Runtime.Transport.Connections;

/// <summary>The channels that a node receives on, whichever connection feeds them. May be used from any thread.</summary>
internal sealed class InputTable(string localNode, int messageBytesMax)
{
    private readonly ConcurrentDictionary<ChannelAddress, InputChannel> _channels = new();
    private volatile bool _isClosed;

    public string LocalNode => localNode;

    public int MessageBytesMax => messageBytesMax;

    public IFrameInputHandle Register(ChannelAddress address, IFrameInput input)
    {
        var channel = new InputChannel(this, address, input);
        if (_channels.TryAdd(address, channel))
        {
            if (!_isClosed) return channel;
            channel.Dispose();
            throw new ObjectDisposedException(nameof(IDataTransport), $"The transport of node {localNode} is disposed; it takes no more inputs.");
        }

        throw new InvalidOperationException($"The input of {address} is registered already on node {localNode}; a channel has one receiver.");
    }

    public InputChannel? Find(ChannelAddress address) => _channels.GetValueOrDefault(address);

    public void Remove(InputChannel channel) => _channels.TryRemove(new(channel.Address, channel));

    /// <summary>Why an address is not known here, for the sender.</summary>
    public string ExplainUnknown(ChannelAddress address)
    {
        foreach (var known in _channels.Keys)
        {
            if (known.Region == address.Region && known.Channel == address.Channel)
                return $"the attempt is stale: the receiving node runs attempt {known.Attempt} of the region, not attempt {address.Attempt}";
        }

        return "the receiving node does not know the channel: its receiver was not started or has gone";
    }

    /// <summary>Takes no more inputs and fails those that no connection has failed yet.</summary>
    public void Close(string what)
    {
        _isClosed = true;
        foreach (var channel in _channels.Values) channel.Fail("(none connected)", what);
    }
}

using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Exchange;

/// <summary>Channels between nodes.</summary>
internal sealed class RemoteExchange(IDataTransport transport, RemoteSettings settings) : IExchange
{
    public BatchReceiver<T> RegisterInput<T>(ChannelAddress address, InputChannels<T> input, IWakeable receiver) =>
        new RemoteReceiver<T>(transport, address, input, receiver, settings.CreditsOf(input.Count));

    public BatchSender<T> OpenOutput<T>(ChannelAddress address, NodePlace target, OutgoingEdge<T> edge, IWakeable sender) =>
        new RemoteSender<T>(transport, address, target.Endpoint, edge, sender, settings);
}

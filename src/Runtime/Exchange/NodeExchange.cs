using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Exchange;

/// <summary>Chooses for each channel: by reference when both ends are on this node, by frames otherwise.</summary>
internal sealed class NodeExchange(LocalExchange local, RemoteExchange remote, string thisNode)
{
    public BatchReceiver<T> RegisterInput<T>(
        ChannelAddress address, NodePlace sender, InputChannels<T> input, IWakeable receiver) =>
        For(sender).RegisterInput(address, input, receiver);

    public BatchSender<T> OpenOutput<T>(
        ChannelAddress address, NodePlace receiver, OutgoingEdge<T> edge, IWakeable sender) =>
        For(receiver).OpenOutput(address, receiver, edge, sender);

    private IExchange For(NodePlace other) => other.Node == thisNode ? local : remote;
}

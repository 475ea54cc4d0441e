using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Transport;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange;

/// <summary>Channels between nodes.</summary>
internal sealed class RemoteExchange(IDataTransport transport, int credits) : IExchange
{
    public BatchReceiver<T> RegisterInput<T>(ChannelAddress address, TypeSerializer<T> serializer, IWakeable receiver) =>
        new RemoteReceiver<T>(transport, address, serializer, receiver, credits);

    public BatchSender<T> OpenOutput<T>(ChannelAddress address, SlotLocation target, TypeSerializer<T> serializer, IWakeable sender) =>
        new RemoteSender<T>(transport, address, target.Endpoint, serializer, sender, credits);
}

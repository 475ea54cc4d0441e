using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// Connects subtasks by channels. Two implementations: by reference within an ActorSystem, and by frames between nodes. The
/// receiver registers its end when it is deployed, the sender opens its end when all are deployed. Thread-safe.
/// </summary>
internal interface IExchange
{
    /// <summary>The receiving end of a channel.</summary>
    BatchReceiver<T> RegisterInput<T>(ChannelAddress address, InputChannels<T> input, IWakeable receiver);

    /// <summary>The sending end of a channel.</summary>
    BatchSender<T> OpenOutput<T>(ChannelAddress address, NodePlace target, OutgoingEdge<T> edge, IWakeable sender);
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using FlowActors.Elements;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Exchange;

/// <summary>Channels within one ActorSystem.</summary>
internal sealed class LocalExchange(LocalSettings settings) : IExchange
{
    private readonly ConcurrentDictionary<ChannelAddress, object> _channels = new();

    /// <summary>Channels that are registered now; for tests that look for leaks.</summary>
    public int Count => _channels.Count;

    public BatchReceiver<T> RegisterInput<T>(ChannelAddress address, InputChannels<T> input, IWakeable receiver)
    {
        var channel = new LocalChannel<T>(settings, input.Budget, receiver);
        if (!_channels.TryAdd(address, channel)) throw new InvalidOperationException($"The {address} is registered already.");
        return new Registration<T>(this, address, channel.Receiver);
    }

    public BatchSender<T> OpenOutput<T>(ChannelAddress address, NodePlace target, OutgoingEdge<T> edge, IWakeable sender)
    {
        // It has failed as it opened: why, it tells itself.
        if (!_channels.TryGetValue(address, out var channel))
            throw new DataConnectionException(address, target.Node, target.Node, "its receiver is not there although the plan says so");
        return ((LocalChannel<T>)channel).Open(sender, edge.Copies);
    }

    private sealed class Registration<T>(LocalExchange exchange, ChannelAddress address, BatchReceiver<T> inner) : BatchReceiver<T>
    {
        public override int QueueLength => inner.QueueLength;

        public override bool TryReceive([NotNullWhen(true)] out Batch<T>? batch) => inner.TryReceive(out batch);

        public override long Taken => inner.Taken;

        public override void CopyWaiting(List<Batch<T>> target, long count) => inner.CopyWaiting(target, count);

        public override BarrierAnnouncement? TakeAnnouncement() => inner.TakeAnnouncement();

        public override void Dispose() => exchange._channels.TryRemove(address, out _);
    }
}

using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Connections;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>One connection of an <see cref="InProcessNetwork"/>: takes frames from either end and hands them to the other.</summary>
internal sealed class InProcessLink(InProcessNetwork network, OutgoingConnection sender, DataEndpoint source, DataEndpoint target)
{
    private readonly FrameReceiver _toSender = new(sender);
    private IncomingConnection? _receiver;
    private FrameReceiver? _toReceiver;

    public bool IsGone { get; private set; }

    public bool Joins(DataEndpoint endpoint) => source == endpoint || target == endpoint;

    public bool PumpOnce()
    {
        if (IsGone) return false;
        if (_receiver is null && !Connect()) return true;
        var moved = Move(sender, _receiver!, _toReceiver!);
        moved |= Move(_receiver!, sender, _toSender);
        if (moved || !(sender.IsEnded || _receiver!.IsEnded)) return moved;
        End("the connection was lost: the peer closed it");
        return true;
    }

    public void Cut() => End("the connection was lost: the link was cut");

    public void ShutDown(InProcessTransport node)
    {
        FrameEnd? end = node.LocalEndpoint == source ? sender : _receiver;
        end?.Fail(node.ShutDownText, tellPeer: true);
    }

    private bool Connect()
    {
        if (!sender.IsEnded && network.Find(target) is { } node)
        {
            _receiver = node.Accept(source.Host);
            _toReceiver = new FrameReceiver(_receiver);
            return true;
        }

        End("it could not be connected to: no such node");
        return false;
    }

    private void End(string what)
    {
        IsGone = true;
        foreach (var end in new FrameEnd?[] { sender, _receiver })
        {
            end?.Fail(what, tellPeer: false);
            end?.Finish();
        }
    }

    private bool Move(FrameEnd from, FrameEnd to, FrameReceiver into)
    {
        if (!from.TryTake(out var bytes)) return false;
        while (bytes.Length > 0 && !to.IsEnded)
        {
            var header = FrameHeader.Read(bytes.Span);
            var frame = bytes[..(FrameHeader.Size + header.Length)];
            bytes = bytes[frame.Length..];
            if (!network.IsLost(header)) Deliver(frame, to, into);
        }

        return true;
    }

    private static void Deliver(ReadOnlyMemory<byte> frame, FrameEnd to, FrameReceiver into)
    {
        try
        {
            frame.CopyTo(into.Space);
            into.Advance(frame.Length);
        }
        catch (FrameFormatException failure)
        {
            to.Fail(failure.Message, tellPeer: true);
        }
    }
}

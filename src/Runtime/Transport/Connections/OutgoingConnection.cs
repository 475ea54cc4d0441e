using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Connections;

/// <summary>
/// The sending end of the connection to one node: window, sequence numbers and the outputs that share it. Made before the wire
/// is there; what is sent meanwhile waits in the queue, bounded by the window.
/// </summary>
internal sealed class OutgoingConnection(TransportSettings settings, string localNode, string remoteNode) : FrameEnd
{
    private readonly Dictionary<ChannelAddress, FrameOutput> _outputs = [];
    private readonly SendWindow _window = new(settings.WindowBytes);
    private bool _isProbed;

    /// <summary>The node at the other end, for messages: its endpoint, and from the handshake on its name.</summary>
    public string RemoteNode { get; set; } = remoteNode;

    /// <summary>Called once, when the connection has ended and before its channels hear of it.</summary>
    public Action Ended { get; set; } = () => { };

    /// <summary>Opens a channel; null when the connection has ended and another one is needed.</summary>
    public FrameOutput? TryOpen(ChannelAddress address, IFrameOutputEvents events)
    {
        var output = new FrameOutput(this, address, events);
        IFrameWire? wire;
        lock (Gate)
        {
            if (IsEnded) return null;
            if (!_outputs.TryAdd(address, output))
                throw new InvalidOperationException($"The output of {address} to node {RemoteNode} is open already; a channel has one sender.");
            Queue.AppendControl(ControlKind.Open, address, output.Sequence++, []);
            wire = TakeWaitingWriter();
        }

        wire?.WakeWriter();
        return output;
    }

    public bool TrySend(FrameOutput output, FrameBuffer message, byte kind)
    {
        var length = message.Length;
        if (length > settings.MessageBytesMax) throw TooLong(output, length);
        bool taken;
        IFrameWire? wire;
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(output.State == FrameOutputState.Disposed, output);
            if (output.State == FrameOutputState.Failed || IsEnded) return false;
            taken = _window.TryTake(output, FrameHeader.WireSizeOf(length));
            if (taken) Append(output, message, kind);
            Probe();
            wire = TakeWaitingWriter();
        }

        wire?.WakeWriter();
        return taken;
    }

    public void SendAtOnce(FrameOutput output, FrameBuffer message, byte kind)
    {
        IFrameWire? wire;
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(output.State == FrameOutputState.Disposed, output);
            if (output.State == FrameOutputState.Failed || IsEnded) return;
            _window.Overdraw(FrameHeader.WireSizeOf(message.Length));
            Append(output, message, kind);
            wire = TakeWaitingWriter();
        }

        wire?.WakeWriter();
    }

    public void Close(FrameOutput output)
    {
        IFrameWire? wire;
        lock (Gate)
        {
            var wasOpen = output.State == FrameOutputState.Open;
            output.State = FrameOutputState.Disposed;
            if (!wasOpen) return;
            _outputs.Remove(output.Address);
            if (IsEnded) return;
            _window.Leave(output);
            Queue.AppendControl(ControlKind.Close, output.Address, output.Sequence, []);
            Probe();
            wire = TakeWaitingWriter();
        }

        wire?.WakeWriter();
    }

    public override void OnData(in FrameHeader header, FrameBuffer payload) => throw Unexpected(header);

    public override void OnControl(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        CheckSequence(header);
        switch ((ControlKind)header.Kind)
        {
            case ControlKind.Credit:
                Find(header.Address)?.Events.OnCredit(ReadCount(header, payload));
                break;
            case ControlKind.WindowAck:
                OnWindowAck(ReadCount(header, payload));
                break;
            case ControlKind.Reset:
                OnReset(header.Address, FromText(payload));
                break;
            case ControlKind.Abort:
                Fail($"the receiving node ended the connection: {FromText(payload)}", tellPeer: false);
                break;
            default:
                throw Unexpected(header);
        }
    }

    protected override void FailChannels(string what)
    {
        FrameOutput[] outputs;
        Ended();
        lock (Gate)
        {
            outputs = [.. _outputs.Values];
            _outputs.Clear();
            foreach (var output in outputs) output.State = FrameOutputState.Failed;
        }

        foreach (var output in outputs) Tell(output, what);
    }

    private void Append(FrameOutput output, FrameBuffer message, byte kind)
    {
        var length = message.Length;
        Queue.AppendMessage(new FrameHeader(output.Address, output.Sequence, kind, FrameFlags.None, length), message);
        output.Sequence += (uint)FrameHeader.FramesOf(length);
    }

    private FrameOutput? Find(ChannelAddress address)
    {
        lock (Gate) return _outputs.GetValueOrDefault(address);
    }

    private void OnWindowAck(int bytes)
    {
        var writable = new List<WindowShare>();
        IFrameWire? wire;
        lock (Gate)
        {
            _isProbed = false;
            if (!_window.Release(bytes, writable))
                throw new FrameFormatException($"the window is given back {bytes} bytes when {_window.InFlight} are under way");
            if (_window.InFlight > 0) Probe();
            wire = TakeWaitingWriter();
        }

        wire?.WakeWriter();
        foreach (var share in writable) ((FrameOutput)share).Events.OnWritable();
    }

    private void OnReset(ChannelAddress address, string what)
    {
        IFrameWire? wire;
        FrameOutput? output;
        lock (Gate)
        {
            if (!_outputs.Remove(address, out output)) return;
            output.State = FrameOutputState.Failed;
            _window.Leave(output);
            // The answer: nothing follows, and the receiver can forget that it refused the channel.
            if (!IsEnded) Queue.AppendControl(ControlKind.Close, address, output.Sequence, []);
            Probe();
            wire = TakeWaitingWriter();
        }

        wire?.WakeWriter();
        Tell(output, what);
    }

    /// <summary>
    /// Acknowledgements are coalesced by the receiver; one who waits asks for what is due, and the answer looks at the line
    /// again. At most one probe is under way. An answer asks again only if bytes are under way: else all room is kept for
    /// somebody, and the next call of his asks.
    /// </summary>
    private void Probe()
    {
        if (_isProbed || !_window.IsAwaited) return;
        _isProbed = true;
        AppendControl(ControlKind.Probe, default, []);
    }

    private void Tell(FrameOutput output, string what) =>
        output.Events.OnFailed(new DataConnectionException(output.Address, localNode, RemoteNode, what));

    private ArgumentException TooLong(FrameOutput output, int length) =>
        new($"A message of {length} bytes for {output.Address} to node {RemoteNode} is longer than the maximum of {settings.MessageBytesMax} bytes; send less in one message or raise the maximum on all nodes.", nameof(output));
}

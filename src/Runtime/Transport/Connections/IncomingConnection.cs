using System.Buffers.Binary;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Connections;

/// <summary>
/// The receiving end of the connection from one node: hands messages to their channels and sends back room in the window,
/// credits and refusals. Frames are taken by one read loop; grants come from any thread.
/// </summary>
internal sealed class IncomingConnection(InputTable inputs, string remoteNode, int windowBytes) : FrameEnd
{
    /// <summary>How many channels may be sent on without having been opened before the peer counts as broken.</summary>
    private const int StraysMax = 65_536;

    // Read loop only. Null: the channel is refused, what still comes for it is dropped until the sender, who has heard of it,
    // closes the channel. So there are never more than the sender has open, and strays.
    private readonly Dictionary<ChannelAddress, InputChannel?> _channels = [];
    private int _strays;
    private int _unacknowledged;

    // Under the lock.
    private readonly Queue<InputChannel> _grants = new();
    private int _acknowledged;
    private bool _isProbed;

    /// <summary>The channels that are remembered; for tests that look for leaks.</summary>
    public int ChannelCount => _channels.Count;

    public void NoteGrant(InputChannel channel)
    {
        IFrameWire? wire;
        lock (Gate)
        {
            if (IsEnded || channel.IsGrantNoted) return;
            channel.IsGrantNoted = true;
            _grants.Enqueue(channel);
            wire = TakeWaitingWriter();
        }

        wire?.WakeWriter();
    }

    public override void OnData(in FrameHeader header, FrameBuffer payload)
    {
        var freed = FrameHeader.Size + header.Length;
        if (!_channels.TryGetValue(header.Address, out var channel) && ++_strays > StraysMax)
            throw new FrameFormatException($"more than {StraysMax} channels were sent on that had not been opened");
        if (channel is { State: InputState.Open })
        {
            if (channel.Accept(header, payload, out freed) is { } failure) FailChannel(channel, failure);
        }
        else
        {
            payload.Return();
            Refuse(header.Address, null);
        }

        _unacknowledged += freed;
        if (_unacknowledged >= windowBytes / 4) Acknowledge(isProbed: false);
    }

    public override void OnControl(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        switch ((ControlKind)header.Kind)
        {
            case ControlKind.Open:
                Open(header.Address);
                break;
            case ControlKind.Close:
                Close(header);
                break;
            case ControlKind.Probe:
                CheckSequence(header);
                Acknowledge(isProbed: true);
                break;
            case ControlKind.Abort:
                CheckSequence(header);
                Fail($"the sending node ended the connection: {FromText(payload)}", tellPeer: false);
                break;
            default:
                throw Unexpected(header);
        }
    }

    protected override void AppendPending()
    {
        Span<byte> count = stackalloc byte[sizeof(int)];
        while (_grants.TryDequeue(out var channel))
        {
            channel.IsGrantNoted = false;
            BinaryPrimitives.WriteInt32LittleEndian(count, channel.TakeGranted());
            AppendControl(ControlKind.Credit, channel.Address, count);
        }

        if (_acknowledged == 0 && !_isProbed) return;
        BinaryPrimitives.WriteInt32LittleEndian(count, _acknowledged);
        AppendControl(ControlKind.WindowAck, default, count);
        _acknowledged = 0;
        _isProbed = false;
    }

    protected override void FailChannels(string what)
    {
        foreach (var channel in _channels.Values) channel?.Fail(remoteNode, what);
        _channels.Clear();
    }

    private void Open(ChannelAddress address)
    {
        var channel = inputs.Find(address);
        if (channel is null)
            Refuse(address, inputs.ExplainUnknown(address));
        else if (channel.TryBind(this))
            _channels[address] = channel;
        else
            Refuse(address, $"the receiving node takes no second sender for it; it is {channel.State} there");
    }

    private void Close(in FrameHeader header)
    {
        _channels.Remove(header.Address, out var channel);
        if (channel is not { State: InputState.Open } || channel.End(header) is not { } failure) return;
        // The sender has closed it and would not answer a refusal, so none is remembered.
        channel.Fail(remoteNode, failure);
        Reset(header.Address, failure);
    }

    private void FailChannel(InputChannel channel, string what)
    {
        channel.Fail(remoteNode, what);
        Refuse(channel.Address, what);
    }

    /// <summary>Tells the sender, once for each channel, however many frames of it are under way.</summary>
    private void Refuse(ChannelAddress address, string? what)
    {
        if (_channels.TryGetValue(address, out var channel) && channel is null) return;
        _channels[address] = null;
        Reset(address, what ?? inputs.ExplainUnknown(address));
    }

    private void Reset(ChannelAddress address, string what)
    {
        IFrameWire? wire;
        lock (Gate)
        {
            AppendControl(ControlKind.Reset, address, ToText(what));
            wire = TakeWaitingWriter();
        }

        wire?.WakeWriter();
    }

    private void Acknowledge(bool isProbed)
    {
        IFrameWire? wire;
        lock (Gate)
        {
            _acknowledged += _unacknowledged;
            _isProbed |= isProbed;
            wire = TakeWaitingWriter();
        }

        _unacknowledged = 0;
        wire?.WakeWriter();
    }
}

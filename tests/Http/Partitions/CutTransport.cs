using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Http.Tests.Partitions;

/// <summary>The transport of one node in a <see cref="CutNetwork"/>: what its senders send, and what they are told by receivers, gets lost where it is cut.</summary>
internal sealed class CutTransport(CutNetwork network, int node, IDataTransport transport) : IDataTransport
{
    public DataEndpoint LocalEndpoint => transport.LocalEndpoint;

    public IFrameInputHandle RegisterInput(ChannelAddress address, IFrameInput input) => transport.RegisterInput(address, input);

    public IFrameOutput OpenOutput(ChannelAddress address, DataEndpoint target, IFrameOutputEvents events) => new Output(this, address, target, events);

    public ValueTask DisposeAsync() => transport.DisposeAsync();

    private sealed class Output : IFrameOutput, IFrameOutputEvents
    {
        private readonly CutTransport _owner;
        private readonly DataEndpoint _target;
        private readonly IFrameOutputEvents _events;
        private readonly IFrameOutput _output;

        public Output(CutTransport owner, ChannelAddress address, DataEndpoint target, IFrameOutputEvents events)
        {
            (_owner, _target, _events) = (owner, target, events);
            _output = owner.Transport.OpenOutput(address, target, this);
        }

        private bool IsCut => _owner.Network.IsCut(_owner.Node, _target);

        public bool TrySend(FrameBuffer message, byte kind)
        {
            _owner.Network.CountSent(_owner.Node);
            if (!IsCut) return _output.TrySend(message, kind);
            message.Return();
            return true;
        }

        public void SendAtOnce(FrameBuffer message, byte kind)
        {
            _owner.Network.CountSent(_owner.Node);
            if (IsCut) message.Return();
            else _output.SendAtOnce(message, kind);
        }

        public void OnWritable() => _events.OnWritable();

        public void OnCredit(int credits)
        {
            if (!IsCut) _events.OnCredit(credits);
        }

        // The end of a process behind a cut is not heard of either.
        public void OnFailed(DataConnectionException failure)
        {
            if (!IsCut) _events.OnFailed(failure);
        }

        public void Dispose() => _output.Dispose();
    }

    private CutNetwork Network => network;

    private int Node => node;

    private IDataTransport Transport => transport;
}

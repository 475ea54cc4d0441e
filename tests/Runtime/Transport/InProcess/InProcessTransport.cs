using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Connections;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>A node of an <see cref="InProcessNetwork"/>; its endpoint is its name. Everything happens on the pumping thread.</summary>
internal sealed class InProcessTransport : IDataTransport
{
    private readonly InProcessNetwork _network;
    private readonly TransportSettings _settings;
    private readonly InputTable _inputs;
    private readonly OutgoingTable _outputs;

    internal InProcessTransport(InProcessNetwork network, TransportSettings settings)
    {
        settings.Validate();
        _network = network;
        _settings = settings;
        LocalEndpoint = new DataEndpoint(settings.NodeName, 1);
        _inputs = new InputTable(settings.NodeName, settings.MessageBytesMax);
        _outputs = new OutgoingTable(
            target => new OutgoingConnection(settings, settings.NodeName, target.Host),
            (connection, target) => network.Connect(connection, LocalEndpoint, target));
    }

    public DataEndpoint LocalEndpoint { get; }

    internal string ShutDownText => $"node {_settings.NodeName} shut its transport down";

    public IFrameInputHandle RegisterInput(ChannelAddress address, IFrameInput input) => _inputs.Register(address, input);

    public IFrameOutput OpenOutput(ChannelAddress address, DataEndpoint target, IFrameOutputEvents events) =>
        _outputs.Open(address, target, events);

    public ValueTask DisposeAsync()
    {
        _outputs.Close();
        _network.Remove(this);
        _inputs.Close(ShutDownText);
        return ValueTask.CompletedTask;
    }

    /// <summary>The connection that came in last.</summary>
    internal IncomingConnection? Incoming { get; private set; }

    /// <summary>The outgoing connections that are remembered.</summary>
    internal int OutgoingCount => _outputs.Count;

    internal IncomingConnection Accept(string remoteNode) => Incoming = new(_inputs, remoteNode, _settings.WindowBytes);
}

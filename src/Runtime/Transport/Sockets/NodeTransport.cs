using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using FlowActors.Runtime.Transport.Connections;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>
/// The transport over TCP: a listener, one connection to each node that is sent to and one from each node that sends. Each
/// connection has a thread of its own, which waits for what comes in.
/// </summary>
internal sealed class NodeTransport : IDataTransport
{
    private readonly TransportSettings _settings;
    private readonly string _localNode;
    private readonly InputTable _inputs;
    private readonly OutgoingTable _outputs;
    private readonly Socket _listener;
    private readonly Task _accepting;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    private NodeTransport(TransportSettings settings, Socket listener)
    {
        _settings = settings;
        _listener = listener;
        LocalEndpoint = new DataEndpoint(settings.PublicHost ?? settings.Host, ((IPEndPoint)listener.LocalEndPoint!).Port);
        _localNode = $"{settings.NodeName} ({LocalEndpoint})";
        _inputs = new InputTable(_localNode, settings.MessageBytesMax);
        _outputs = new OutgoingTable(
            target => new OutgoingConnection(settings, _localNode, target.ToString()),
            (connection, target) => Run(() => Send(connection, target)));
        _accepting = Task.Run(AcceptAsync);
    }

    public DataEndpoint LocalEndpoint { get; }

    private string ShutDownText => $"node {_localNode} shut its transport down";

    /// <summary>Listens from the return on.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    /// <exception cref="DataListenerException">The host and port cannot be listened on.</exception>
    public static NodeTransport Start(TransportSettings settings)
    {
        settings.Validate();
        return new NodeTransport(settings, SocketFactory.Listen(settings));
    }

    public IFrameInputHandle RegisterInput(ChannelAddress address, IFrameInput input) => _inputs.Register(address, input);

    public IFrameOutput OpenOutput(ChannelAddress address, DataEndpoint target, IFrameOutputEvents events) =>
        _outputs.Open(address, target, events);

    public async ValueTask DisposeAsync()
    {
        _outputs.Close();
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_running.Keys).ConfigureAwait(false);
        _inputs.Close(ShutDownText);
    }

    private void Send(OutgoingConnection connection, DataEndpoint target)
    {
        Socket? socket = null;
        GreetedPeer peer;
        using var timeout = NewTimeout();
        try
        {
            socket = SocketFactory.Connect(target, timeout.Token);
            peer = GreetedPeer.Greet(socket, _settings.Tls, _localNode, speaksFirst: true, timeout.Token);
        }
        catch (Exception failure) when (GreetedPeer.IsExpected(failure))
        {
            socket?.Dispose();
            connection.Fail(ExplainNoConnection(failure, timeout.Token), tellPeer: false);
            connection.Finish();
            return;
        }

        connection.RemoteNode = peer.Name;
        peer.Wire(connection).Run(ShutDownText, _stopping.Token);
    }

    private void Receive(Socket socket)
    {
        var remote = "";
        GreetedPeer peer;
        try
        {
            using var timeout = NewTimeout();
            remote = socket.RemoteEndPoint?.ToString() ?? "";
            SocketFactory.Configure(socket);
            peer = GreetedPeer.Greet(socket, _settings.Tls, _localNode, speaksFirst: false, timeout.Token);
        }
        catch (Exception failure) when (GreetedPeer.IsExpected(failure))
        {
            // No channel is concerned yet; a sender hears of it at its own end.
            if (!_stopping.IsCancellationRequested && GreetedPeer.RefusalIn(failure) is { } refusal) _settings.PeerRefused(remote, refusal);
            socket.Dispose();
            return;
        }

        peer.Wire(new IncomingConnection(_inputs, peer.Name, _settings.WindowBytes)).Run(ShutDownText, _stopping.Token);
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                Run(() => Receive(socket));
            }
            catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // One peer went away before it was accepted, or handles are short for the moment.
                await Task.Delay(TimeSpan.FromMilliseconds(100)).ConfigureAwait(false);
            }
        }
    }

    private void Run(Action run)
    {
        var running = new Task(run, TaskCreationOptions.LongRunning);
        _running[running] = true;
        _ = running.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
        running.Start(TaskScheduler.Default);
    }

    private CancellationTokenSource NewTimeout()
    {
        var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        timeout.CancelAfter(_settings.ConnectTimeout);
        return timeout;
    }

    private string ExplainNoConnection(Exception failure, CancellationToken timeout) => failure switch
    {
        _ when _stopping.IsCancellationRequested => ShutDownText,
        FrameFormatException => failure.Message,
        IOException when _settings.Tls is not null =>
            $"the peer ended the connection during the TLS handshake ({failure.GetBaseException().Message}); is {TlsKeys.Section} set alike on both nodes? Its log says why",
        EndOfStreamException => "the peer closed the connection during the handshake",
        AuthenticationException => GreetedPeer.RefusalIn(failure)!,
        _ when timeout.IsCancellationRequested => string.Create(
            CultureInfo.InvariantCulture,
            $"the node did not answer within {_settings.ConnectTimeout.TotalSeconds:0.###} s; check that it runs and that its data port is reachable from here"),
        _ => $"it could not be connected to: {failure.GetBaseException().Message}; check that the node runs and that its data port is reachable from here",
    };
}

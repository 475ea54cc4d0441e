using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlowActors.Tests.Sources;

/// <summary>A server on the loopback that a test lets send what it likes, to one connection at a time.</summary>
internal sealed class LineServer : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _connection;

    public LineServer() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task AcceptAsync() => _connection = await _listener.AcceptSocketAsync().WaitAsync(Soon);

    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_connection!.Send(bytes)..];
    }

    /// <summary>Ends the connection as a server does that has no more to say.</summary>
    public void End()
    {
        _connection!.Shutdown(SocketShutdown.Both);
        _connection.Dispose();
    }

    /// <summary>Ends the connection as a server that dies.</summary>
    public void Reset()
    {
        _connection!.LingerState = new LingerOption(true, 0);
        _connection.Dispose();
    }

    /// <summary>Waits until the other side has ended the connection.</summary>
    public async Task EndedAsync() => Assert.Equal(0, await _connection!.ReceiveAsync(new byte[1]).WaitAsync(Soon));

    public void Dispose()
    {
        _connection?.Dispose();
        _listener.Dispose();
    }
}

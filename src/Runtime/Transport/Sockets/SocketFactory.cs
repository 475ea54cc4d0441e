using System.Net;
using System.Net.Sockets;

namespace FlowActors.Runtime.Transport.Sockets;

internal static class SocketFactory
{
    private const int Backlog = 512;

    /// <exception cref="DataListenerException">The host is unknown, or the port is taken or not allowed.</exception>
    public static Socket Listen(TransportSettings settings)
    {
        Socket? socket = null;
        try
        {
            var address = HostAddress.Resolve(settings.Host);
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, settings.Port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException failure)
        {
            socket?.Dispose();
            throw new DataListenerException(
                $"Node {settings.NodeName} cannot listen for data on {settings.Host}, port {settings.Port}: {failure.Message}. Choose a host of this machine and a free port, or port 0 for any free one.",
                failure);
        }
    }

    /// <summary>Blocks until connected; the cancellation ends it by one of the exceptions.</summary>
    /// <exception cref="SocketException">The host is unknown, or nobody listens there.</exception>
    /// <exception cref="ObjectDisposedException">It was cancelled.</exception>
    public static Socket Connect(DataEndpoint target, CancellationToken cancellation)
    {
        // A socket that was never used asynchronously is unknown to .NET's socket engine, whose threads then need not be woken
        // for each of its packets.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var registration = cancellation.Register(socket.Dispose);
            socket.Connect(target.Host, target.Port);
            return Configure(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Nothing waits for more bytes to send, and a peer that vanished without a word is noticed within half a minute.</summary>
    public static Socket Configure(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
        return socket;
    }
}

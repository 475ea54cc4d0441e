using System.Net;
using System.Net.Sockets;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>A peer that sends whatever bytes a test gives it.</summary>
internal sealed class RawPeer(Socket socket) : IDisposable
{
    public static async Task<RawPeer> ConnectSilentlyAsync(DataEndpoint endpoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endpoint.Host, endpoint.Port);
        return new RawPeer(socket);
    }

    public static async Task<RawPeer> ConnectAsync(DataEndpoint endpoint, string name)
    {
        var peer = await ConnectSilentlyAsync(endpoint);
        await peer.SendAsync(new Hello(Hello.CurrentVersion, name).ToBytes());
        return peer;
    }

    public static byte[] Open(ChannelAddress address) => Control(ControlKind.Open, address, 0, []);

    public static byte[] Control(ControlKind kind, ChannelAddress address, uint sequence, byte[] payload) =>
        Frame(new FrameHeader(address, sequence, (byte)kind, FrameFlags.Control | FrameFlags.LastFragment, payload.Length), payload);

    public static byte[] Data(ChannelAddress address, uint sequence, byte[] payload) =>
        Frame(new FrameHeader(address, sequence, 0, FrameFlags.LastFragment, payload.Length), payload);

    public async Task SendAsync(params byte[][] parts)
    {
        foreach (var part in parts)
            for (var sent = 0; sent < part.Length;) sent += await socket.SendAsync(part.AsMemory(sent));
    }

    /// <summary>Completes when the other side has closed or reset the connection.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            var sink = new byte[4096];
            while (await socket.ReceiveAsync(sink) > 0)
            {
            }
        }
        catch (SocketException)
        {
        }
    }

    public void Dispose() => socket.Dispose();

    private static byte[] Frame(FrameHeader header, byte[] payload)
    {
        var bytes = new byte[FrameHeader.Size + payload.Length];
        header.Write(bytes);
        payload.CopyTo(bytes, FrameHeader.Size);
        return bytes;
    }
}

/// <summary>Listens like a node and hands out the raw connection.</summary>
internal sealed class RawListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RawListener() => _listener.Start();

    public DataEndpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    public async Task<RawPeer> AcceptAsync() => new(await _listener.AcceptSocketAsync());

    public void Dispose() => _listener.Dispose();
}

using System.Net.Sockets;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>Says hello on a fresh socket and hears the peer's; blocks meanwhile.</summary>
internal static class SocketHandshake
{
    /// <summary>The connecting side speaks first, the other answers, also when it then refuses the version.</summary>
    /// <returns>The peer's name.</returns>
    /// <exception cref="FrameFormatException">The peer is no node, or of another version.</exception>
    /// <exception cref="SocketException">The connection was lost.</exception>
    /// <exception cref="ObjectDisposedException">It was cancelled.</exception>
    public static string Exchange(Socket socket, string localNode, bool speaksFirst, CancellationToken cancellation)
    {
        using var registration = cancellation.Register(socket.Dispose);
        if (speaksFirst) Say(socket, localNode);
        var hello = Hear(socket);
        if (!speaksFirst) Say(socket, localNode);
        hello.RequireCurrentVersion();
        return hello.NodeName;
    }

    private static void Say(Socket socket, string localNode)
    {
        ReadOnlySpan<byte> bytes = new Hello(Hello.CurrentVersion, localNode).ToBytes();
        while (bytes.Length > 0) bytes = bytes[socket.Send(bytes)..];
    }

    private static Hello Hear(Socket socket)
    {
        var prefix = new byte[Hello.PrefixSize];
        Fill(socket, prefix);
        var (version, nameBytes) = Hello.ReadPrefix(prefix);
        var name = new byte[nameBytes];
        Fill(socket, name);
        return new Hello(version, System.Text.Encoding.UTF8.GetString(name));
    }

    private static void Fill(Socket socket, Span<byte> target)
    {
        while (target.Length > 0)
        {
            var count = socket.Receive(target);
            if (count == 0) throw new FrameFormatException("the peer closed the connection during the handshake");
            target = target[count..];
        }
    }
}

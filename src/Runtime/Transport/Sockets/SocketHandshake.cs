using System.Net.Sockets;

namespace FlowActors.Runtime.Transport;

/// <summary>Says hello on a fresh socket and hears the peer's.</summary>
internal static class SocketHandshake
{
    /// <summary>The connecting side speaks first, the other answers, also when it then refuses the version.</summary>
    /// <returns>The peer's name.</returns>
    /// <exception cref="FrameFormatException">The peer is no node, or of another version.</exception>
    /// <exception cref="SocketException">The connection was lost.</exception>
    public static async Task<string> ExchangeAsync(Socket socket, string localNode, bool speaksFirst, CancellationToken cancellation)
    {
        if (speaksFirst) await SayAsync(socket, localNode, cancellation).ConfigureAwait(false);
        var hello = await HearAsync(socket, cancellation).ConfigureAwait(false);
        if (!speaksFirst) await SayAsync(socket, localNode, cancellation).ConfigureAwait(false);
        hello.RequireCurrentVersion();
        return hello.NodeName;
    }

    private static async Task SayAsync(Socket socket, string localNode, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> bytes = new Hello(Hello.CurrentVersion, localNode).ToBytes();
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, cancellation).ConfigureAwait(false)..];
    }

    private static async Task<Hello> HearAsync(Socket socket, CancellationToken cancellation)
    {
        var prefix = new byte[Hello.PrefixSize];
        await FillAsync(socket, prefix, cancellation).ConfigureAwait(false);
        var (version, nameBytes) = Hello.ReadPrefix(prefix);
        var name = new byte[nameBytes];
        await FillAsync(socket, name, cancellation).ConfigureAwait(false);
        return new Hello(version, System.Text.Encoding.UTF8.GetString(name));
    }

    private static async Task FillAsync(Socket socket, Memory<byte> target, CancellationToken cancellation)
    {
        while (target.Length > 0)
        {
            var count = await socket.ReceiveAsync(target, cancellation).ConfigureAwait(false);
            if (count == 0) throw new FrameFormatException("the peer closed the connection during the handshake");
            target = target[count..];
        }
    }
}

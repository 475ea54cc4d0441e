using System.Net.Sockets;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>Says hello on a fresh connection and hears the peer's; blocks meanwhile.</summary>
internal static class SocketHandshake
{
    /// <summary>The connecting side speaks first, the other answers, also when it then refuses the version.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="localNode">Who says hello.</param>
    /// <param name="speaksFirst">Whether this side has connected.</param>
    /// <param name="refusal">Why the peer is refused, which it is told in place of a hello; null: it is not.</param>
    /// <returns>The peer's name.</returns>
    /// <exception cref="FrameFormatException">The peer is no node, of another version, refused or refuses.</exception>
    /// <exception cref="IOException">The connection was lost.</exception>
    /// <exception cref="ObjectDisposedException">It was cancelled.</exception>
    public static string Exchange(Stream stream, string localNode, bool speaksFirst, string? refusal)
    {
        var own = (refusal is null ? new Hello(Hello.CurrentVersion, localNode) : Hello.Refusal(localNode, refusal)).ToBytes();
        if (speaksFirst) stream.Write(own);
        if (speaksFirst && refusal is not null) throw Refused(stream, refusal);
        var hello = Hear(stream);
        if (!speaksFirst) stream.Write(own);
        if (refusal is not null) throw new FrameFormatException($"{refusal}; it calls itself {hello.VisibleName}");
        hello.RequireCurrentVersion();
        return hello.NodeName;
    }

    /// <summary>Waits until the peer has heard it: a connection that is closed while the peer's bytes are under way takes the last words with it.</summary>
    private static FrameFormatException Refused(Stream stream, string refusal)
    {
        try
        {
            while (stream.ReadByte() >= 0)
            {
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            // It has closed the connection or does not answer.
        }

        return new FrameFormatException(refusal);
    }

    private static Hello Hear(Stream stream)
    {
        var prefix = new byte[Hello.PrefixSize];
        stream.ReadExactly(prefix);
        var (version, nameBytes) = Hello.ReadPrefix(prefix);
        var name = new byte[nameBytes];
        stream.ReadExactly(name);
        return new Hello(version, System.Text.Encoding.UTF8.GetString(name));
    }
}

using FlowActors.Runtime.Transport.Frames;
using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Transport;

/// <summary>What a node's transport is asked to do.</summary>
/// <param name="NodeName">This node's name in handshakes and errors; 1 to 512 bytes as UTF-8.</param>
internal sealed record TransportSettings(string NodeName)
{
    private const int NodeNameBytesMax = 512;
    private const int HostLengthMax = 255;

    /// <summary>The host name or IP address to listen on. Default: loopback.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The TCP port to listen on; 0 (the default) takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The host that other nodes reach this one by, where it is not <see cref="Host"/> (the default, null).</summary>
    public string? PublicHost { get; init; }

    /// <summary>
    /// The window: bytes (frames with their headers) that may be under way to one node before they lie in their channels'
    /// queues. Default 4 MB. A message above it still passes when nothing else is under way.
    /// </summary>
    public int WindowBytes { get; init; } = 4 << 20;

    /// <summary>The longest message in bytes. Default 256 MB; at most 1 GB.</summary>
    public int MessageBytesMax { get; init; } = 256 << 20;

    /// <summary>How long connecting and the handshake may take, each. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The certificate to show and whom to talk to; null (the default): connections are without TLS.</summary>
    public NodeTls? Tls { get; init; }

    /// <summary>
    /// Hears of who has connected and is refused, or refuses this node: where it comes from, and why. Called on a thread of the connection;
    /// must not throw. Default: nobody.
    /// </summary>
    public Action<string, string> PeerRefused { get; init; } = (_, _) => { };

    /// <summary>Throws <see cref="ArgumentException"/> for the first value that is out of bounds.</summary>
    public void Validate()
    {
        var nameBytes = System.Text.Encoding.UTF8.GetByteCount(NodeName);
        Check(nameBytes is > 0 and <= NodeNameBytesMax, nameof(NodeName), $"1 to {NodeNameBytesMax} bytes long", NodeName);
        Check((PublicHost ?? Host).Length is > 0 and <= HostLengthMax, nameof(Host), $"1 to {HostLengthMax} characters long", PublicHost ?? Host);
        Check(Port is >= 0 and <= 65535, nameof(Port), "0 to 65535", Port);
        Check(WindowBytes >= FrameHeader.Size, nameof(WindowBytes), $"at least {FrameHeader.Size} bytes", WindowBytes);
        Check(MessageBytesMax is > 0 and <= 1 << 30, nameof(MessageBytesMax), "1 byte to 1 GB", MessageBytesMax);
        Check(ConnectTimeout > TimeSpan.Zero, nameof(ConnectTimeout), "positive", ConnectTimeout);
    }

    private static void Check(bool valid, string name, string rule, object actual)
    {
        if (!valid) throw new ArgumentException($"The transport setting {name} must be {rule}; it is '{actual}'.", name);
    }
}

using System.Buffers.Binary;
using System.Text;

namespace FlowActors.Runtime.Transport.Frames;

/// <summary>
/// What each side of a connection says first, in every version of the protocol: "FLOWDATA", version (2 bytes, little-endian),
/// length of the node's name in bytes (2), the name in UTF-8. Version 0 is a refusal, and the name why.
/// </summary>
internal readonly record struct Hello(int Version, string NodeName)
{
    public const int CurrentVersion = 1;
    public const int PrefixSize = 12;
    public const int NodeNameBytesMax = 1024;

    private const int RefusalVersion = 0;

    // The first byte of whoever begins with TLS.
    private const byte TlsHandshake = 0x16;

    private static ReadOnlySpan<byte> Magic => "FLOWDATA"u8;

    /// <summary>The name as a message may show it.</summary>
    public string VisibleName => new([.. NodeName.Select(c => char.IsControl(c) ? '?' : c)]);

    /// <summary>In place of a hello: the peer is refused.</summary>
    public static Hello Refusal(string localNode, string what) => new(RefusalVersion, $"{localNode}: {what}");

    public byte[] ToBytes()
    {
        var name = Encoding.UTF8.GetBytes(NodeName);
        if (name.Length > NodeNameBytesMax) name = name[..NodeNameBytesMax];
        var bytes = new byte[PrefixSize + name.Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)Version);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)name.Length);
        name.CopyTo(bytes, PrefixSize);
        return bytes;
    }

    /// <summary>Reads the first <see cref="PrefixSize"/> bytes: the version and how long the name behind them is.</summary>
    /// <exception cref="FrameFormatException">The peer speaks something else.</exception>
    public static (int Version, int NameBytes) ReadPrefix(ReadOnlySpan<byte> prefix)
    {
        var nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(prefix[10..]);
        if (prefix[0] == TlsHandshake)
            throw new FrameFormatException("the peer speaks TLS and this node does not; set flowactors.tls alike on all nodes");
        if (!prefix.StartsWith(Magic) || nameBytes > NodeNameBytesMax)
            throw new FrameFormatException("the peer does not speak the FlowActors data protocol; is this the data port of a node?");
        return (BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]), nameBytes);
    }

    /// <summary>Refuses a peer of another version.</summary>
    /// <exception cref="FrameFormatException">The versions differ.</exception>
    public void RequireCurrentVersion()
    {
        if (Version == CurrentVersion) return;
        if (Version == RefusalVersion) throw new FrameFormatException($"the peer refuses this node. It says: {VisibleName}");
        throw new FrameFormatException(
            $"node {VisibleName} speaks version {Version} of the data protocol and this node version {CurrentVersion}; run the same build of FlowActors on all nodes");
    }
}

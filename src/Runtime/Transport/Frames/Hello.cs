using System.Buffers.Binary;
using System.Text;

namespace FlowActors.Runtime.Transport.Frames;

/// <summary>
/// What each side of a connection says first, in every version of the protocol: "FLOWDATA", version (2 bytes, little-endian),
/// length of the node's name in bytes (2), the name in UTF-8.
/// </summary>
internal readonly record struct Hello(int Version, string NodeName)
{
    public const int CurrentVersion = 1;
    public const int PrefixSize = 12;
    public const int NodeNameBytesMax = 1024;

    private static ReadOnlySpan<byte> Magic => "FLOWDATA"u8;

    public byte[] ToBytes()
    {
        var name = Encoding.UTF8.GetBytes(NodeName);
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
        if (!prefix.StartsWith(Magic) || nameBytes > NodeNameBytesMax)
            throw new FrameFormatException("the peer does not speak the FlowActors data protocol; is this the data port of a node?");
        return (BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]), nameBytes);
    }

    /// <summary>Refuses a peer of another version.</summary>
    /// <exception cref="FrameFormatException">The versions differ.</exception>
    public void RequireCurrentVersion()
    {
        if (Version == CurrentVersion) return;
        throw new FrameFormatException(
            $"node {NodeName} speaks version {Version} of the data protocol and this node version {CurrentVersion}; run the same build of FlowActors on all nodes");
    }
}

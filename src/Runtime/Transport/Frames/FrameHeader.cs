using System.Buffers.Binary;

namespace FlowActors.Runtime.Transport.Frames;

/// <summary>
/// What stands before each frame's payload, little-endian:
/// region (8 bytes), attempt (4), channel (4), sequence (4), kind (1), flags (1), mark 0xF10A (2), length (4).
/// </summary>
/// <param name="Address">The channel; all zero in frames that concern the whole connection.</param>
/// <param name="Sequence">Counts the frames of a channel from 0 and wraps, so that a lost one is seen.</param>
/// <param name="Kind">The caller's; with <see cref="FrameFlags.Control"/> a <see cref="ControlKind"/>.</param>
/// <param name="Flags">Whether more fragments follow.</param>
/// <param name="Length">Bytes of payload behind the header, 0 to <see cref="PayloadMax"/>.</param>
internal readonly record struct FrameHeader(ChannelAddress Address, uint Sequence, byte Kind, FrameFlags Flags, int Length)
{
    public const int Size = 28;
    public const int PayloadMax = 128 * 1024;
    private const ushort Mark = 0xF10A;

    public bool IsControl => (Flags & FrameFlags.Control) != 0;

    public bool IsLast => (Flags & FrameFlags.LastFragment) != 0;

    /// <summary>How many frames a message of that many bytes takes.</summary>
    public static int FramesOf(int messageLength) => messageLength == 0 ? 1 : (int)(((long)messageLength + PayloadMax - 1) / PayloadMax);

    /// <summary>A message's bytes on the wire, headers included: what it takes of the window.</summary>
    public static int WireSizeOf(int messageLength) => messageLength + (FramesOf(messageLength) * Size);

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target[24..], Length);
        BinaryPrimitives.WriteUInt64LittleEndian(target, Address.Region);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], Address.Attempt);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], Address.Channel);
        BinaryPrimitives.WriteUInt32LittleEndian(target[16..], Sequence);
        target[20] = Kind;
        target[21] = (byte)Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(target[22..], Mark);
    }

    /// <exception cref="FrameFormatException">The bytes are no header of this protocol.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> source)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(source[24..]);
        var mark = BinaryPrimitives.ReadUInt16LittleEndian(source[22..]);
        var flags = (FrameFlags)source[21];
        if (mark != Mark) throw new FrameFormatException($"a frame header is malformed: its mark is 0x{mark:X4}, not 0x{Mark:X4}");
        if ((uint)length > PayloadMax) throw new FrameFormatException($"a frame header is malformed: its length {length} is not within 0 to {PayloadMax}");
        if ((byte)flags > 3 || flags == FrameFlags.Control || (flags == FrameFlags.None && length != PayloadMax))
            throw new FrameFormatException($"a frame header is malformed: its flags {(byte)flags} do not go with its length {length}");

        return new FrameHeader(
            new ChannelAddress(
                BinaryPrimitives.ReadUInt64LittleEndian(source),
                BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(source[12..])),
            BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
            source[20],
            flags,
            length);
    }
}

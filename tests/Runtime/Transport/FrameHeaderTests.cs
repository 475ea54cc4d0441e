using CsCheck;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Tests.Transport;

public sealed class FrameHeaderTests
{
    private static readonly FrameHeader Golden = new(
        new ChannelAddress(0x0102030405060708, 0x11121314, 0x21222324), 0xF1F2F3F4, 0x41, FrameFlags.LastFragment, 0x00005152);

    [Fact]
    public void Bytes_are_pinned()
    {
        var bytes = new byte[FrameHeader.Size];
        Golden.Write(bytes);
        Assert.Equal("0807060504030201141312112423222" + "1F4F3F2F141010AF152510000", Convert.ToHexString(bytes));
    }

    [Fact]
    public void A_header_survives_its_bytes() =>
        Seeded.Check(
            Gen.Select(Gen.ULong, Gen.Int, Gen.Int, Gen.UInt, Gen.Byte, Gen.Int[0, FrameHeader.PayloadMax]),
            c =>
            {
                var (region, attempt, channel, sequence, kind, length) = c;
                var header = new FrameHeader(new(region, attempt, channel), sequence, kind, FrameFlags.LastFragment, length);
                var bytes = new byte[FrameHeader.Size];
                header.Write(bytes);
                Assert.Equal(header, FrameHeader.Read(bytes));
            },
            1_000);

    [Theory]
    [InlineData(22, 0x0B, "mark")]
    [InlineData(24, 0xFF, null)]
    [InlineData(26, 0x02, "length")]
    [InlineData(27, 0x80, "length")]
    [InlineData(21, 0x00, "flags")]
    [InlineData(21, 0x02, "flags")]
    [InlineData(21, 0x08, "flags")]
    public void A_malformed_header_is_refused(int index, byte value, string? complaint)
    {
        var bytes = new byte[FrameHeader.Size];
        Golden.Write(bytes);
        bytes[index] = value;
        var failure = Record.Exception(() => FrameHeader.Read(bytes));
        if (complaint is null) Assert.Null(failure);
        else Assert.Contains(complaint, Assert.IsType<FrameFormatException>(failure).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 28)]
    [InlineData(FrameHeader.PayloadMax, 1, FrameHeader.PayloadMax + 28)]
    [InlineData(FrameHeader.PayloadMax + 1, 2, FrameHeader.PayloadMax + 1 + (2 * 28))]
    [InlineData(1 << 20, 8, (1 << 20) + (8 * 28))]
    public void A_message_takes_as_many_full_frames_as_it_needs(int length, int frames, int bytes)
    {
        Assert.Equal(frames, FrameHeader.FramesOf(length));
        Assert.Equal(bytes, FrameHeader.WireSizeOf(length));
    }

    [Fact]
    public void The_hello_is_pinned()
    {
        Assert.Equal("464C4F574441544101000300" + "6E2D31", Convert.ToHexString(new Hello(1, "n-1").ToBytes()));
        Assert.Equal((1, 3), Hello.ReadPrefix(new Hello(1, "n-1").ToBytes()));
        Assert.Throws<FrameFormatException>(() => Hello.ReadPrefix("GET / HTTP/1.1"u8));
    }
}

using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>The queue that writes frames against the receiver that cuts them, without a connection around them.</summary>
public sealed class FrameStreamTests : IFrameHandler
{
    private static readonly ChannelAddress Address = new(9, 1, 2);
    private readonly List<(FrameHeader Header, byte[] Payload)> _frames = [];

    [Fact]
    public void A_stream_cut_at_any_byte_gives_the_same_frames()
    {
        var stream = Write([0, 5, 17_000, 300, 140_000, 1]);
        Feed(stream, stream.Length);
        var whole = Describe();
        for (var cut = 0; cut <= stream.Length; cut += cut < 200 || cut > stream.Length - 200 ? 1 : 197)
        {
            _frames.Clear();
            var receiver = new FrameReceiver(this);
            Feed(receiver, stream.AsSpan(0, cut), int.MaxValue);
            Feed(receiver, stream.AsSpan(cut), int.MaxValue);
            Assert.True(receiver.IsAtBoundary);
            Assert.Equal(whole, Describe());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(16_384)]
    [InlineData(FrameHeader.PayloadMax + FrameHeader.Size - 1)]
    public void A_stream_in_pieces_of_any_size_gives_the_same_frames(int piece)
    {
        var stream = Write([FrameHeader.PayloadMax, 65_536, 0, 1, 16_384, 16_383, 16_385, 200_000, 65_535, 40_000, 40_000]);
        Feed(stream, stream.Length);
        var whole = Describe();
        _frames.Clear();
        Feed(stream, piece);
        Assert.Equal(whole, Describe());
    }

    [Fact]
    public void Fragments_are_numbered_full_and_the_last_is_marked()
    {
        var bytes = Messages.Random(4, 300_000);
        var queue = new FrameQueue();
        queue.AppendMessage(new FrameHeader(Address, uint.MaxValue, 3, FrameFlags.None, 0), Messages.Of(bytes));
        var stream = Drain(queue);
        Feed(stream, stream.Length);
        Assert.Equal([FrameHeader.PayloadMax, FrameHeader.PayloadMax, 300_000 - (2 * FrameHeader.PayloadMax)], _frames.Select(frame => frame.Header.Length));
        Assert.Equal([uint.MaxValue, 0u, 1u], _frames.Select(frame => frame.Header.Sequence));
        Assert.Equal([false, false, true], _frames.Select(frame => frame.Header.IsLast));
        Assert.Equal(bytes, _frames.SelectMany(frame => frame.Payload));
    }

    [Fact]
    public void Many_small_messages_leave_together()
    {
        var queue = new FrameQueue();
        for (var i = 0; i < 100; i++) queue.AppendMessage(new FrameHeader(Address, (uint)i, 0, FrameFlags.None, 0), Messages.Of(1, 2, 3));
        Assert.True(queue.TryTake(out var bytes));
        Assert.Equal(100 * (FrameHeader.Size + 3), bytes.Length);
        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public void A_small_message_behind_a_large_one_stays_behind_it()
    {
        var stream = Write([10, 20_000, 11, 140_000, 12]);
        Feed(stream, stream.Length);
        Assert.Equal([0, 10, 20_000, 11, FrameHeader.PayloadMax, 140_000 - FrameHeader.PayloadMax, 12, 3], _frames.Select(frame => frame.Header.Length));
    }

    [Fact]
    public void The_room_ends_with_a_large_frame_that_has_begun_and_such_frames_are_counted()
    {
        var stream = Write([FrameHeader.PayloadMax, 100, 40_000]);
        var receiver = new FrameReceiver(this);
        var whole = receiver.Space.Length;
        var begun = FrameHeader.Size + 1_000;
        Feed(receiver, stream.AsSpan(0, FrameHeader.Size + begun), int.MaxValue);
        Assert.Equal(FrameHeader.PayloadMax - (begun - FrameHeader.Size), receiver.Space.Length);
        Assert.Equal(0, receiver.LargeFrames);

        Feed(receiver, stream.AsSpan(FrameHeader.Size + begun), int.MaxValue);
        Assert.Equal(whole, receiver.Space.Length);
        Assert.Equal(2, receiver.LargeFrames);
    }

    [Fact]
    public void Bytes_that_are_no_frames_are_refused_however_they_come()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var garbage = Messages.Random(seed, 100);
            Assert.Throws<FrameFormatException>(() => Feed(new FrameReceiver(this), garbage, (seed % 30) + 1));
        }
    }

    void IFrameHandler.OnData(in FrameHeader header, FrameBuffer payload)
    {
        _frames.Add((header, payload.Message.ToArray()));
        payload.Return();
    }

    void IFrameHandler.OnControl(in FrameHeader header, ReadOnlySpan<byte> payload) => _frames.Add((header, payload.ToArray()));

    private static byte[] Write(int[] lengths)
    {
        var queue = new FrameQueue();
        uint sequence = 0;
        queue.AppendControl(ControlKind.Open, Address, sequence++, []);
        foreach (var length in lengths)
        {
            queue.AppendMessage(new FrameHeader(Address, sequence, 7, FrameFlags.None, length), Messages.Of(Messages.Random(length, length)));
            sequence += (uint)FrameHeader.FramesOf(length);
        }

        queue.AppendControl(ControlKind.Reset, Address, 0, "why"u8);
        return Drain(queue);
    }

    private static byte[] Drain(FrameQueue queue)
    {
        var stream = new MemoryStream();
        while (queue.TryTake(out var bytes)) stream.Write(bytes.Span);
        return stream.ToArray();
    }

    private void Feed(byte[] stream, int piece) => Feed(new FrameReceiver(this), stream, piece);

    private static void Feed(FrameReceiver receiver, ReadOnlySpan<byte> stream, int piece)
    {
        while (stream.Length > 0)
        {
            var count = Math.Min(Math.Min(piece, stream.Length), receiver.Space.Length);
            stream[..count].CopyTo(receiver.Space.Span);
            receiver.Advance(count);
            stream = stream[count..];
        }
    }

    private List<string> Describe() =>
        [.. _frames.Select(frame => $"{frame.Header} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(frame.Payload))}")];
}

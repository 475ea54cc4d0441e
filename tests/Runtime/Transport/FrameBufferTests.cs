using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Tests.Transport;

public sealed class FrameBufferTests
{
    [Fact]
    public void A_returned_buffer_is_rented_again_and_is_empty()
    {
        var pool = new FrameBufferPool();
        var first = pool.Rent(5_000);
        first.Length = 5_000;
        first.Return();
        var second = pool.Rent(16_000);
        Assert.Same(first, second);
        Assert.Equal(0, second.Length);
        Assert.NotSame(first, pool.Rent(5_000));
    }

    [Fact]
    public void Returning_twice_is_refused()
    {
        var buffer = new FrameBufferPool().Rent(10);
        buffer.Return();
        Assert.Throws<InvalidOperationException>(buffer.Return);
    }

    [Fact]
    public void The_pool_is_bounded()
    {
        var pool = new FrameBufferPool();
        var rented = Enumerable.Range(0, 20).Select(_ => pool.Rent(1 << 20)).ToHashSet();
        foreach (var buffer in rented) buffer.Return();
        Assert.Equal(8, Enumerable.Range(0, 20).Count(_ => rented.Contains(pool.Rent(1 << 20))));
    }

    [Fact]
    public void Growing_keeps_the_message_and_the_room_for_the_header()
    {
        var bytes = Messages.Random(1, 3_000_000);
        var buffer = FrameBuffer.Rent(100);
        for (var at = 0; at < bytes.Length; at += 30_000)
        {
            buffer.Grow(at + 30_000);
            bytes.AsSpan(at, 30_000).CopyTo(buffer.Bytes.AsSpan(FrameBuffer.Start + at));
            buffer.Length = at + 30_000;
        }

        Assert.Equal(bytes, buffer.Message.ToArray());
        Assert.Equal(FrameHeader.Size, FrameBuffer.Start);
    }

    [Fact]
    public void An_array_that_a_writer_grew_is_taken_over()
    {
        var buffer = FrameBuffer.Rent();
        var grown = new byte[FrameBuffer.Start + 200_000];
        grown[FrameBuffer.Start] = 7;
        buffer.Adopt(grown, 200_000);
        Assert.Equal(7, buffer.Message[0]);
        Assert.Equal(200_000, buffer.Message.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Adopt(new byte[10], 10));
    }
}

using FlowActors.Runtime.Transport.Frames;
using FlowActors.Runtime.Transport.Sockets;

namespace FlowActors.Runtime.Tests.Transport;

public sealed class ReceiveLotsTests
{
    private const int Frame = FrameHeader.PayloadMax;
    private readonly ReceiveLots _lots = new();
    private long _frames;

    [Fact]
    public void A_connection_without_large_frames_sleeps_for_single_packets()
    {
        Assert.Equal(1, _lots.Next(0));
        Assert.Equal(Frame, Busy());
        Assert.Equal(1, _lots.Next(_frames));
    }

    [Fact]
    public void Lots_that_come_in_time_grow_to_the_largest()
    {
        for (var frames = 1; frames <= 4; frames++)
        {
            for (var i = 0; i < 64; i++)
            {
                Assert.Equal(frames * Frame, Busy());
                _lots.InTime();
            }
        }

        Assert.Equal(ReceiveLots.Max, Busy());
    }

    [Fact]
    public void A_lot_that_comes_too_late_is_halved_and_grows_again()
    {
        Grow(ReceiveLots.Max);
        _lots.TooLate();
        Assert.Equal(ReceiveLots.Max / 2, Busy());
        for (var i = 0; i < 63; i++) _lots.InTime();
        _lots.TooLate();
        Assert.Equal(Frame, Busy());
        for (var i = 0; i < 63; i++) _lots.InTime();
        Assert.Equal(Frame, Busy());
        _lots.InTime();
        Assert.Equal(2 * Frame, Busy());
    }

    [Fact]
    public void When_not_even_a_frame_comes_in_time_single_packets_wake_for_a_while()
    {
        Assert.Equal(Frame, Busy());
        _lots.TooLate();
        for (var i = 0; i < 64; i++) Assert.Equal(1, Busy());
        Assert.Equal(Frame, Busy());
    }

    private void Grow(int lot)
    {
        while (Busy() < lot) _lots.InTime();
    }

    private int Busy() => _lots.Next(++_frames);
}

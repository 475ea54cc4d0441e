using System.Net.Sockets;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Runtime.Transport.Sockets;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>
/// When the reading thread of a connection wakes. How many bytes make its socket readable, which the system keeps, tells what it
/// last slept for.
/// </summary>
public sealed class SocketArrivalsTests : IDisposable
{
    private const int Hang = 60_000;
    private const int Lot = FrameHeader.PayloadMax;
    private readonly LoopbackPair _pair = new();
    private readonly SocketArrivals _arrivals;

    public SocketArrivalsTests() => _arrivals = new SocketArrivals(_pair.Receiving);

    public void Dispose() => _pair.Dispose();

    [Fact(Timeout = Hang)]
    public async Task Without_large_frames_one_byte_is_enough()
    {
        var woken = WaitAsync(largeFrames: 0);
        _pair.Sending.Send([1]);
        await woken;
        Assert.Equal(1, _pair.Receiving.Available);

        await ArriveAsync(Lot);
        await WaitAsync(largeFrames: 0);
        Assert.Equal(1, SleptFor());
    }

    [Fact(Timeout = Hang)]
    public async Task With_large_frames_a_lot_of_bytes_wakes()
    {
        if (!OperatingSystem.IsLinux()) return; // elsewhere every packet wakes
        await ArriveAsync(Lot);
        await WaitAsync(largeFrames: 1);
        Assert.Equal(Lot, SleptFor());
    }

    [Theory(Timeout = Hang)]
    [InlineData(1)]
    [InlineData(Lot / 2)]
    public async Task A_lot_that_stays_away_does_not_keep_what_has_come(int bytes)
    {
        _pair.Sending.Send(new byte[bytes]);
        await WaitAsync(largeFrames: 1);
        Assert.Equal(1, SleptFor());
    }

    [Fact(Timeout = Hang)]
    public async Task After_a_lot_that_stays_away_one_byte_is_enough()
    {
        _pair.Sending.Send([1]);
        await WaitAsync(largeFrames: 1);

        await ArriveAsync(Lot);
        await WaitAsync(largeFrames: 2);
        Assert.Equal(1, SleptFor());
    }

    [Fact(Timeout = Hang)]
    public async Task The_end_of_the_connection_wakes()
    {
        var woken = WaitAsync(largeFrames: 0);
        _pair.Sending.Shutdown(SocketShutdown.Send);
        await woken;
        Assert.Equal(0, _pair.Receiving.Receive(new byte[1]));
    }

    [Fact(Timeout = Hang)]
    public async Task The_end_of_the_connection_is_as_good_as_a_lot()
    {
        if (!OperatingSystem.IsLinux()) return; // elsewhere every packet wakes
        _pair.Sending.Shutdown(SocketShutdown.Send);
        Assert.True(_pair.Receiving.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead));

        await WaitAsync(largeFrames: 1);
        Assert.Equal(Lot, SleptFor());
        Assert.Equal(0, _pair.Receiving.Receive(new byte[1]));
    }

    /// <summary>The wait blocks its thread; a test that hangs must not.</summary>
    private Task WaitAsync(long largeFrames) => Task.Factory.StartNew(
        () => _arrivals.Wait(largeFrames), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Sends that many bytes and returns when all of them have come.</summary>
    private async Task ArriveAsync(int bytes)
    {
        _pair.Receiving.ReceiveBufferSize = 4 * bytes;
        await _pair.Sending.SendAsync(new byte[bytes]);
        while (_pair.Receiving.Available < bytes) await Task.Yield();
    }

    private int SleptFor() => OperatingSystem.IsLinux()
        ? (int)_pair.Receiving.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater)!
        : 1;
}

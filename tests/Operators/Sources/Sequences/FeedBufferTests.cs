using System.Diagnostics;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

public sealed class FeedBufferTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_the_pace_of_both_ends_nothing_is_lost_and_nobody_is_forgotten(int seed)
    {
        const int Records = 20_000;
        using var woken = new SemaphoreSlim(0);
        using var buffer = new FeedBuffer<int>(() => woken.Release());
        var feed = Task.Factory.StartNew(
            () =>
            {
                var random = new Random(seed);
                for (var i = 0; i < Records; i++)
                {
                    if (random.Next(500) == 0) Thread.Yield();
                    if (random.Next(20) == 0) Thread.SpinWait(random.Next(300));
                    Assert.True(buffer.TryAdd(i));
                }

                buffer.Complete(null);
            },
            TaskCreationOptions.LongRunning);
        var pace = new Random(-seed);
        var next = 0;
        while (true)
        {
            if (pace.Next(20) == 0) Thread.SpinWait(pace.Next(300));
            if (buffer.TryTake(out var record)) Assert.Equal(next++, record);
            else if (buffer.IsCompleted) break;
            else Assert.True(await woken.WaitAsync(Soon), $"The reader was forgotten behind record {next}.");
        }

        await feed.WaitAsync(Soon);
        Assert.Equal(Records, next);
    }

    [Fact]
    public async Task A_feed_that_waits_for_room_ends_when_nobody_takes_any_more()
    {
        using var buffer = new FeedBuffer<int>(() => { });
        var feed = Task.Factory.StartNew(
            () =>
            {
                var added = 0;
                while (buffer.TryAdd(added)) added++;
                return added;
            },
            TaskCreationOptions.LongRunning);
        buffer.Stop();
        Assert.InRange(await feed.WaitAsync(Soon), 0, ReadAheadLimit.Min);
    }

    [Fact]
    public void The_limit_grows_while_it_is_reached_fast_and_shrinks_when_it_is_reached_slowly()
    {
        var limit = new ReadAheadLimit();
        var now = Stopwatch.GetTimestamp();
        int After(TimeSpan time) => limit.Reached(now += (long)(time.TotalSeconds * Stopwatch.Frequency));

        Assert.Equal(32, After(TimeSpan.FromMilliseconds(1)));
        for (var i = 0; i < 20; i++) After(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ReadAheadLimit.Max, After(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(ReadAheadLimit.Max, After(TimeSpan.FromMilliseconds(20)));
        Assert.Equal(ReadAheadLimit.Max / 2, After(TimeSpan.FromMilliseconds(100)));
        for (var i = 0; i < 20; i++) After(TimeSpan.FromSeconds(1));
        Assert.Equal(ReadAheadLimit.Min, After(TimeSpan.FromSeconds(1)));
    }
}

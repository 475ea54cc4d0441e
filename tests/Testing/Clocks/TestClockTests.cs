using FlowActors.Testing;

namespace FlowActors.Tests.Clocks;

public sealed class TestClockTests
{
    [Fact]
    public void It_stands_still_until_it_is_moved()
    {
        var clock = new TestClock(DateTimeOffset.UnixEpoch);
        Assert.Equal(DateTimeOffset.UnixEpoch, clock.GetUtcNow());
        var start = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), clock.GetElapsedTime(start));
        clock.SetUtcNow(DateTimeOffset.UnixEpoch.AddDays(1));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(1), clock.GetUtcNow());
        Assert.ThrowsAny<ArgumentException>(() => clock.SetUtcNow(DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_times_on_the_advancing_thread()
    {
        var clock = new TestClock();
        var fired = new List<(string, int)>();
        using var second = clock.CreateTimer(_ => Fire("second"), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        using var first = clock.CreateTimer(_ => Fire("first"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using var each = clock.CreateTimer(_ => Fire("each"), null, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(1.5));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["first", "each", "second", "each"], fired.Select(f => f.Item1));
        Assert.All(fired, f => Assert.Equal(Environment.CurrentManagedThreadId, f.Item2));

        void Fire(string name) => fired.Add((name, Environment.CurrentManagedThreadId));
    }

    [Fact]
    public void A_timer_that_is_set_while_another_fires_fires_too()
    {
        var clock = new TestClock();
        var fired = new List<string>();
        var timers = new List<ITimer>();
        timers.Add(clock.CreateTimer(
            _ =>
            {
                fired.Add("outer");
                timers.Add(clock.CreateTimer(_ => fired.Add("inner"), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan));
            },
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["outer", "inner"], fired);
        timers.ForEach(t => t.Dispose());
    }
}

using FlowActors.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Nexmark;

public class ThrottleTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void Positions_become_due_at_the_rate_from_the_first_question_on()
    {
        using var sut = new Throttle(_clock, rate: 100, () => { });
        _clock.Milliseconds = 5_000; // between opening and the first poll

        Assert.Equal(1, sut.Due());
        _clock.Milliseconds += 1_000;
        Assert.Equal(101, sut.Due());
        _clock.Milliseconds += 10_000; // held up: all that was missed is due
        Assert.Equal(1_101, sut.Due());
    }

    [Fact]
    public void The_reader_is_woken_when_its_next_position_is_due()
    {
        var woken = 0;
        using var sut = new Throttle(_clock, rate: 100, () => woken++);
        sut.Due();
        _clock.Milliseconds += 20;

        sut.WakeWhenDue(50);

        Assert.Equal(TimeSpan.FromMilliseconds(480), _clock.Due);
        _clock.Fire!();
        Assert.Equal(1, woken);
    }

    [Fact]
    public void A_wait_is_never_shorter_than_timers_can_keep()
    {
        using var sut = new Throttle(_clock, rate: 1_000_000, () => { });
        sut.Due();

        sut.WakeWhenDue(1);

        Assert.Equal(TimeSpan.FromMilliseconds(1), _clock.Due);
    }

    [Fact]
    public void At_the_highest_rate_everything_is_due_as_soon_as_time_passes()
    {
        using var sut = new Throttle(_clock, long.MaxValue, () => { });
        Assert.Equal(1, sut.Due());
        _clock.Milliseconds += 2_000;
        Assert.Equal(long.MaxValue, sut.Due());
    }

    [Fact]
    public void A_wait_is_never_longer_than_timers_can_keep()
    {
        using var sut = new Throttle(_clock, rate: 1, () => { });
        sut.Due();

        sut.WakeWhenDue(long.MaxValue - 1);

        Assert.Equal(TimeSpan.FromDays(1), _clock.Due);
    }

    /// <summary>A clock that stands still, with one timer.</summary>
    private sealed class Clock : TimeProvider, ITimer
    {
        public long Milliseconds { get; set; }

        public TimeSpan? Due { get; private set; }

        public Action? Fire { get; private set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => Milliseconds;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Fire = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

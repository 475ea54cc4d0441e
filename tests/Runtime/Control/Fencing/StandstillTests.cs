using FlowActors.Runtime.Control.Fencing;

namespace FlowActors.Runtime.Tests.Control.Fencing;

/// <summary>What a process that stood still may tell of its cluster.</summary>
public sealed class StandstillTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(8);
    private readonly Clock _clock = new();
    private readonly Standstill _standstill;

    public StandstillTests() => _standstill = new Standstill(_clock, s_longest, s_quiet);

    [Fact]
    public void A_process_that_runs_answers_whoever_it_hears()
    {
        for (var i = 0; i < 100; i++)
        {
            _clock.Pass(TimeSpan.FromSeconds(2.9));
            Assert.True(_standstill.MayAnswer);
            Assert.Null(_standstill.Tick(hearsMost: i % 2 == 0));
        }
    }

    [Fact]
    public void A_process_that_stood_still_answers_nothing_before_it_has_noticed_that_itself()
    {
        _clock.Pass(s_longest + TimeSpan.FromTicks(1));
        Assert.False(_standstill.MayAnswer);
    }

    [Fact]
    public void It_answers_again_when_it_hears_most_of_the_others_after_as_long_as_they_take_to_put_it_out()
    {
        _clock.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(10), _standstill.Tick(hearsMost: true));
        Assert.False(_standstill.MayAnswer);
        Run(TimeSpan.FromSeconds(7.9), hearsMost: true);
        Assert.False(_standstill.MayAnswer);
        Run(TimeSpan.FromSeconds(5), hearsMost: false);
        Assert.False(_standstill.MayAnswer);
        Run(TimeSpan.FromSeconds(0.1), hearsMost: true);
        Assert.True(_standstill.MayAnswer);
    }

    [Fact]
    public void A_second_standstill_begins_the_time_anew()
    {
        _clock.Pass(TimeSpan.FromSeconds(4));
        _standstill.Tick(hearsMost: true);
        Run(TimeSpan.FromSeconds(7), hearsMost: true);
        _clock.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(4), _standstill.Tick(hearsMost: true));
        Run(TimeSpan.FromSeconds(7.9), hearsMost: true);
        Assert.False(_standstill.MayAnswer);
        Run(TimeSpan.FromSeconds(0.1), hearsMost: true);
        Assert.True(_standstill.MayAnswer);
    }

    private void Run(TimeSpan time, bool hearsMost)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(0.1))
        {
            _clock.Pass(TimeSpan.FromSeconds(0.1));
            Assert.Null(_standstill.Tick(hearsMost));
        }
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _now += time.Ticks;

        public override long GetTimestamp() => _now;
    }
}

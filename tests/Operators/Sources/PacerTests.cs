using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public class PacerTests
{
    private readonly ManualTime _time = new();
    private int _wakes;

    [Fact]
    public void Record_i_is_due_i_divided_by_the_rate_seconds_after_the_first_question()
    {
        using var pacer = new Pacer(_time, 10, Wake);
        _time.Advance(TimeSpan.FromSeconds(5)); // between opening and the first poll
        Assert.Equal(1, pacer.Due());
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(1, pacer.Due());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, pacer.Due());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(102, pacer.Due());
    }

    [Fact]
    public void It_wakes_once_when_the_record_is_due()
    {
        using var pacer = new Pacer(_time, 10, Wake);
        pacer.WakeWhenDue(5);
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(0, _wakes);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, _wakes);
    }

    [Fact]
    public void It_never_wakes_sooner_than_in_a_millisecond()
    {
        using var pacer = new Pacer(_time, 1_000_000, Wake);
        pacer.WakeWhenDue(10);
        Assert.Equal(TimeSpan.FromMilliseconds(1), _time.NextTimer);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(double.MaxValue)]
    public void At_a_huge_rate_everything_is_due_as_soon_as_time_passes(double rate)
    {
        using var pacer = new Pacer(_time, rate, Wake);
        Assert.Equal(1, pacer.Due());
        pacer.WakeWhenDue(1);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _wakes);
        Assert.Equal(long.MaxValue, pacer.Due());
        _time.Advance(TimeSpan.FromDays(10_000));
        Assert.Equal(long.MaxValue, pacer.Due());
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(double.Epsilon)]
    [InlineData(1e-9)]
    public void At_a_tiny_rate_the_first_record_is_due_at_once_and_the_next_is_waited_for_a_day_at_a_time(double rate)
    {
        using var pacer = new Pacer(_time, rate, Wake);
        Assert.Equal(1, pacer.Due());
        foreach (var record in (long[])[1, long.MaxValue - 1])
        {
            pacer.WakeWhenDue(record);
            Assert.Equal(TimeSpan.FromDays(1), _time.NextTimer);
        }

        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, _wakes);
        Assert.Equal(1, pacer.Due());
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    [InlineData(1e18)]
    public void A_generator_of_a_huge_rate_makes_everything_as_fast_as_it_goes(double rate)
    {
        using var harness = new SourceHarness<long>(new GeneratorSource<long>(5, i => i, rate));
        if (harness.Poll() == Progress.Waiting)
        {
            harness.Context.Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(1, harness.Context.PendingWakes);
            Assert.Equal(Progress.Done, harness.Poll());
        }

        Assert.Equal([0, 1, 2, 3, 4], harness.Output.Values);
    }

    [Fact]
    public void A_generator_of_a_tiny_rate_makes_its_first_record_and_waits()
    {
        using var harness = new SourceHarness<long>(new GeneratorSource<long>(null, i => i, double.Epsilon));
        Assert.Equal(Progress.Waiting, harness.Poll());
        harness.Context.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Progress.Waiting, harness.Poll());
        Assert.Equal([0], harness.Output.Values);
    }

    [Fact]
    public void A_generator_with_a_rate_makes_what_is_due_and_catches_up()
    {
        using var harness = new SourceHarness<long>(new GeneratorSource<long>(10, i => i, recordsPerSecond: 10), subtask: 1, parallelism: 2);
        Assert.Equal(Progress.Waiting, harness.Poll());
        Assert.Empty(harness.Output.Values);
        harness.Context.Clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(1, harness.Context.PendingWakes);
        Assert.Equal(Progress.Waiting, harness.Poll());
        Assert.Equal([1, 3, 5], harness.Output.Values);
        harness.Context.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Progress.Done, harness.Poll());
        Assert.Equal([1, 3, 5, 7, 9], harness.Output.Values);
    }

    [Fact]
    public void A_closed_generator_leaves_no_timer_behind()
    {
        var harness = new SourceHarness<long>(new GeneratorSource<long>(10, i => i, recordsPerSecond: 10));
        Assert.Equal(1, harness.Context.Clock.TimerCount);
        harness.Dispose();
        Assert.Equal(0, harness.Context.Clock.TimerCount);
    }

    private void Wake() => _wakes++;
}

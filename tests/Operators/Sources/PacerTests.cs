using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public class PacerTests
{
    private readonly ManualTime _time = new();
    private int _wakes;

    [Fact]
    public void Record_i_is_due_i_divided_by_the_rate_seconds_after_the_start()
    {
        using var pacer = new Pacer(_time, 10, Wake);
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

    [Fact]
    public void A_generator_with_a_rate_makes_what_is_due_and_catches_up()
    {
        using var harness = new SourceHarness<long>(new GeneratorSource<long>(10, i => i, recordsPerSecond: 10), subtask: 1, parallelism: 2);
        Assert.Equal(ReadStatus.NothingAvailable, harness.Poll());
        Assert.Empty(harness.Output.Values);
        harness.Context.Clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(1, harness.Context.PendingWakes);
        Assert.Equal(ReadStatus.NothingAvailable, harness.Poll());
        Assert.Equal([1, 3, 5], harness.Output.Values);
        harness.Context.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(ReadStatus.EndOfInput, harness.Poll());
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

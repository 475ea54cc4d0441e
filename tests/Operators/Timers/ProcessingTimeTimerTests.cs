using FlowActors.Functions;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Timers;

public sealed class ProcessingTimeTimerTests
{
    [Fact]
    public void Timers_fire_in_order_in_a_later_millisecond_and_what_they_emit_has_no_timestamp()
    {
        using var timed = new TimedOperator();
        timed.Do("a", "processing 30, processing 10").Do("b", "processing 20, processing 10, delete-processing 10");
        timed.Advance(10);
        Assert.Empty(timed.Taken());
        timed.Advance(1);
        Assert.Equal(["a processing 10 #1"], timed.Taken());
        timed.Advance(100);
        Assert.Equal(["b processing 20 #1", "a processing 30 #2"], timed.Taken());
        Assert.All(timed.Output.Timestamps, t => Assert.Equal(Timestamps.None, t));
        Assert.Equal(3, timed.Context.TestMetrics.Counters["numFiredTimers"].Value);
    }

    [Fact]
    public void They_take_one_timer_of_the_clock_set_for_the_first_of_them()
    {
        using var timed = new TimedOperator();
        var clock = timed.Context.Clock;
        timed.Do("a", "processing 5000, processing 900, processing 7000").Do("b", "processing 500");
        Assert.Equal(1, clock.TimerCount);
        Assert.Equal(TimeSpan.FromMilliseconds(501), clock.NextTimer);
        timed.Advance(501);
        Assert.Equal(TimeSpan.FromMilliseconds(400), clock.NextTimer);
        timed.Do("a", "delete-processing 900");
        timed.Advance(400);
        Assert.Equal(["b processing 500 #1"], timed.Taken());
        Assert.Equal(TimeSpan.FromMilliseconds(5_001 - 901), clock.NextTimer);
        Assert.Equal(1, clock.TimerCount);
    }

    [Fact]
    public void One_that_is_far_away_is_looked_at_from_time_to_time()
    {
        using var timed = new TimedOperator();
        timed.Do("a", $"processing {long.MaxValue}, processing 150000");
        for (var minute = 0; minute < 3; minute++)
        {
            Assert.Equal(TimeSpan.FromMilliseconds(minute < 2 ? 60_000 : 30_001), timed.Context.Clock.NextTimer);
            timed.Advance(60_000);
        }

        Assert.Equal(["a processing 150000 #1"], timed.Taken());
    }

    [Fact]
    public void They_fire_between_two_elements_and_not_while_the_clock_moves()
    {
        using var timed = new TimedOperator();
        timed.Do("a", "processing 10");
        timed.Context.Clock.Advance(TimeSpan.FromMilliseconds(50));
        timed.Context.Clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Single(timed.Context.Completed);
        Assert.Empty(timed.Taken());
        timed.Context.RunCompleted();
        Assert.Empty(timed.Taken());
        Assert.Equal(1, timed.Context.Suspensions);
        timed.Resume();
        Assert.Equal(["a processing 10 #1"], timed.Taken());
    }

    [Fact]
    public void One_for_a_time_that_is_over_fires_as_soon_as_it_can_and_one_that_sets_itself_again_lets_elements_pass()
    {
        using var timed = new TimedOperator((timestamp, context) => context.TimerService.RegisterProcessingTimeTimer(timestamp));
        timed.Advance(1_000);
        timed.Do("a", "processing 7");
        timed.Context.RunCompleted();
        timed.Output.MakeRoom(1);
        timed.Resume();
        Assert.Equal(["a processing 7 #1"], timed.Taken());
    }

    [Fact]
    public void A_full_output_stops_them_and_an_element_that_comes_meanwhile_comes_behind_them()
    {
        using var timed = new TimedOperator();
        timed.Do("a", "processing 10, processing 20, processing 30");
        timed.Output.MakeRoom(1);
        timed.Advance(25);
        Assert.Equal(["a processing 10 #1"], timed.Taken());
        timed.Do("b", "processing 1");
        Assert.Equal(["a processing 20 #2"], timed.Taken());
        timed.Output.MakeRoom(10);
        timed.Advance(10);
        Assert.Equal(["b processing 1 #1", "a processing 30 #3"], timed.Taken());
    }

    [Fact]
    public void Event_time_and_processing_time_are_kept_apart()
    {
        using var timed = new TimedOperator();
        timed.Do("a", "processing 10, event 10, event 20, delete-event 20, processing 20");
        timed.Watermark(50);
        Assert.Equal(["a event 10 #1"], timed.Taken());
        timed.Advance(50);
        Assert.Equal(["a processing 10 #2", "a processing 20 #3"], timed.Taken());
    }

    [Fact]
    public void The_end_of_the_input_drops_them_and_their_timer()
    {
        using var timed = new TimedOperator();
        timed.Do("a", "processing 10, event 10");
        timed.Watermark(Timestamps.MaxWatermark);
        timed.End();
        timed.Advance(100);
        Assert.Equal(["a event 10 #1"], timed.Taken());
        Assert.Equal(0, timed.Context.Clock.TimerCount);
        Assert.All(timed.Context.Scope.States, s => Assert.Equal(s.Name == "count" ? 1 : 0, s.Keys));
    }

    [Fact]
    public void An_operator_that_is_closed_leaves_no_timer_behind()
    {
        var timed = new TimedOperator();
        timed.Do("a", "processing 10");
        timed.Dispose();
        Assert.Equal(0, timed.Context.Clock.TimerCount);
    }
}

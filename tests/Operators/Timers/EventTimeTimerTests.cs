using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Timers;

public sealed class EventTimeTimerTests
{
    [Fact]
    public void Timers_fire_in_order_when_the_watermark_has_reached_them_and_before_it_goes_on()
    {
        using var timed = new TimedOperator();
        timed.Do("a", "event 30, event 10").Do("b", "event 20, event 41");
        var before = new List<int>();
        timed.Output.OnCollect = _ => before.Add(timed.Output.Watermarks.Count);
        timed.Watermark(9);
        Assert.Empty(timed.Taken());
        timed.Watermark(30);
        Assert.Equal(["a event 10 #1", "b event 20 #1", "a event 30 #2"], timed.Taken());
        Assert.Equal([10, 20, 30], timed.Output.Timestamps);
        Assert.Equal([1, 1, 1], before);
        Assert.Equal([9, 30], timed.Output.Watermarks);
        Assert.Equal(3, timed.Context.TestMetrics.Counters["numFiredTimers"].Value);
    }

    [Fact]
    public void One_that_is_set_twice_fires_once_and_one_that_is_deleted_not_at_all()
    {
        using var timed = new TimedOperator();
        timed.Do("a", "event 10, event 10, event 20, delete-event 20, delete-event 21").Do("b", "event 20, delete-event 20, event 20");
        timed.Do("a", "event 10").Do("b", "delete-event 10, delete-processing 20");
        timed.Watermark(100);
        Assert.Equal(["a event 10 #1", "b event 20 #1"], timed.Taken());
    }

    [Fact]
    public void What_a_timer_sets_fires_in_its_turn_and_what_it_deletes_not()
    {
        using var timed = new TimedOperator((timestamp, context) =>
        {
            if (timestamp != 10) return;
            foreach (var time in new[] { 15, 5, 60 }) context.TimerService.RegisterEventTimeTimer(time);
            context.TimerService.DeleteEventTimeTimer(20);
        });
        timed.Do("a", "event 10, event 20, event 30");
        timed.Watermark(50);
        Assert.Equal(["a event 10 #1", "a event 5 #2", "a event 15 #3", "a event 30 #4"], timed.Taken());
        timed.Watermark(60);
        Assert.Equal(["a event 60 #5"], timed.Taken());
    }

    [Fact]
    public void One_that_sets_itself_for_a_time_that_has_come_holds_nobody_up_who_wants_to_speak_to_the_subtask()
    {
        using var timed = new TimedOperator((timestamp, context) => context.TimerService.RegisterEventTimeTimer(timestamp));
        timed.Output.OnCollect = _ =>
        {
            if (timed.Output.Values.Count == 5) timed.Context.Quantum.Interrupt();
        };
        timed.Do("a", "event 10");
        timed.Watermark(50);
        Assert.Equal(5, timed.Taken().Length);
        Assert.Equal(1, timed.Context.Suspensions);
        Assert.Empty(timed.Output.Watermarks);
    }

    [Fact]
    public void One_that_is_set_for_a_time_that_has_come_fires_before_the_next_element()
    {
        using var timed = new TimedOperator();
        timed.Watermark(100);
        timed.Do("a", "event 100, event 40, event 101");
        Assert.Equal(["a event 40 #1", "a event 100 #2"], timed.Taken());
        timed.Watermark(101);
        Assert.Equal(["a event 101 #3"], timed.Taken());
    }

    [Fact]
    public void A_full_output_stops_them_between_two_calls_and_holds_the_watermark()
    {
        using var timed = new TimedOperator();
        timed.Do("a", "event 10, event 20, event 30, event 40");
        timed.Output.MakeRoom(2);
        timed.Watermark(35);
        Assert.Equal(["a event 10 #1", "a event 20 #2"], timed.Taken());
        Assert.Equal(1, timed.Context.Suspensions);
        Assert.Equal(Progress.OutputFull, timed.Resume());
        timed.Output.MakeRoom(1);
        Assert.Equal(Progress.OutputFull, timed.Resume());
        Assert.Empty(timed.Output.Watermarks);
        timed.Output.MakeRoom(10);
        Assert.Equal(Progress.Done, timed.Resume());
        Assert.Equal(["a event 30 #3"], timed.Taken());
        Assert.Equal([35], timed.Output.Watermarks);
    }

    [Fact]
    public void What_comes_while_they_stand_still_comes_behind_them()
    {
        using var timed = new TimedOperator();
        timed.Do("a", "event 10, event 20, event 60");
        timed.Output.MakeRoom(1);
        timed.Watermark(30);
        timed.Do("b", "event 25");
        Assert.Equal([30], timed.Output.Watermarks);
        timed.Output.MakeRoom(1);
        timed.Watermark(60);
        timed.Status(false);
        Assert.Equal(["a event 10 #1", "a event 20 #2", "b event 25 #1", "a event 60 #3"], timed.Taken());
        Assert.Equal([30, 60], timed.Output.Watermarks);
        Assert.Equal([false], timed.Output.Statuses);
    }

    [Fact]
    public void The_last_watermark_fires_all_and_those_that_set_themselves_again_end()
    {
        using var timed = new TimedOperator((timestamp, context) =>
        {
            if (context.CurrentKey != "once") context.TimerService.RegisterEventTimeTimer(timestamp + 1_000);
        });
        timed.Do("a", "event 1000").Do("b", "event 1500").Do("once", $"event {long.MaxValue}");
        timed.Watermark(1_000);
        Assert.Equal(["a event 1000 #1"], timed.Taken());
        timed.Watermark(Timestamps.MaxWatermark);
        var fired = timed.Taken();
        Assert.Equal("once event 9223372036854775807 #1", fired[^1]);
        Assert.Equal(101, fired.Count(f => f.StartsWith("a ", StringComparison.Ordinal)));
        Assert.Equal(101, fired.Count(f => f.StartsWith("b ", StringComparison.Ordinal)));
        Assert.Equal([1_000, Timestamps.MaxWatermark], timed.Output.Watermarks);
        Assert.Equal(2, timed.Context.TestMetrics.Counters["numTimersDropped"].Value);
    }

    [Fact]
    public void A_timer_gives_the_canonical_key_and_state_of_it()
    {
        var keys = new List<decimal>();
        using var harness = new OperatorHarness<decimal, decimal>(
            new KeyedProcessOperator<decimal, decimal, decimal>(d => d, () => new Scaled(keys)));
        harness.Send(1.50m);
        harness.Watermark(1);
        Assert.Equal("1.5", Assert.Single(keys).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private sealed class Scaled(List<decimal> keys) : KeyedProcessFunction<decimal, decimal, decimal>
    {
        public override void ProcessElement(decimal value, IKeyedProcessContext<decimal> context, Collector<decimal> output) =>
            context.TimerService.RegisterEventTimeTimer(1);

        public override void OnTimer(long timestamp, IOnTimerContext<decimal> context, Collector<decimal> output) => keys.Add(context.CurrentKey);
    }
}

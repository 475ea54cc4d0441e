using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Timers;

public sealed class TimerMisuseTests
{
    [Fact]
    public void A_stream_without_keys_has_time_and_no_timers()
    {
        ITimerService? service = null;
        using var harness = new OperatorHarness<int, long>(new ProcessOperator<int, long>(() => new Unkeyed(context => service = context.TimerService)));
        harness.Context.Clock.Advance(TimeSpan.FromMilliseconds(7));
        harness.Watermark(5);
        harness.Send(1);
        Assert.Equal([7, 5], harness.Values);
        Assert.Throws<InvalidOperationException>(() => service!.CurrentWatermark);
        foreach (var call in Calls(service!))
        {
            var error = Assert.Throws<InvalidOperationException>(call);
            Assert.Contains("'operator' has a stream without keys", error.Message, StringComparison.Ordinal);
            Assert.Contains("KeyBy", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_function_that_would_do_nothing_when_a_timer_fires_may_set_none()
    {
        using var harness = new OperatorHarness<int, long>(new KeyedProcessOperator<int, int, long>(n => n, () => new Deaf()));
        var error = Assert.Throws<InvalidOperationException>(() => harness.Send(1));
        Assert.Contains("does not override OnTimer", error.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Context.Scope.States);
    }

    [Fact]
    public void Timers_and_their_context_are_good_during_the_call_only()
    {
        IOnTimerContext<string>? kept = null;
        using var timed = new TimedOperator((_, context) => kept = context);
        timed.Do("a", "event 1");
        timed.Watermark(1);
        foreach (var call in Calls(kept!.TimerService)) Assert.Throws<InvalidOperationException>(call);
        Assert.Throws<InvalidOperationException>(() => kept.TimerService.CurrentProcessingTime);
        Assert.Throws<InvalidOperationException>(() => kept.CurrentKey);
        Assert.Throws<InvalidOperationException>(() => kept.Timestamp);
        Assert.Throws<InvalidOperationException>(() => kept.TimeDomain);
    }

    [Fact]
    public void A_method_that_looks_like_OnTimer_and_is_never_called_is_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new OperatorHarness<int, long>(
            new KeyedProcessOperator<int, int, long>(n => n, () => new Hiding())));
        Assert.Contains("override OnTimer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_that_fails_is_at_hand_with_its_operator()
    {
        var context = new TestOperatorContext { ShowRecords = true };
        using var timed = new TimedOperator((_, _) => throw new FormatException("broken"), context);
        timed.Do("a", "event 12");
        context.Cursor.ChainIndex = 0;
        Assert.Throws<FormatException>(() => timed.Watermark(20));
        Assert.Equal(context.Index, context.Cursor.ChainIndex);
        Assert.Equal("timer of event time 12 of key a", context.AtHand!.Record!.ToString());
    }

    private static Action[] Calls(ITimerService timers) =>
    [
        () => timers.RegisterEventTimeTimer(1), () => timers.RegisterProcessingTimeTimer(1),
        () => timers.DeleteEventTimeTimer(1), () => timers.DeleteProcessingTimeTimer(1),
    ];

    private sealed class Unkeyed(Action<IProcessContext> process) : ProcessFunction<int, long>
    {
        public override void ProcessElement(int value, IProcessContext context, Collector<long> output)
        {
            output.Collect(context.TimerService.CurrentProcessingTime);
            output.Collect(context.TimerService.CurrentWatermark);
            process(context);
        }
    }

    private sealed class Deaf : KeyedProcessFunction<int, int, long>
    {
        public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<long> output) =>
            context.TimerService.RegisterEventTimeTimer(1);
    }

    private sealed class Hiding : KeyedProcessFunction<int, int, long>
    {
        public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<long> output) => output.Collect(value);

        public new void OnTimer(long timestamp, IOnTimerContext<int> context, Collector<long> output) => output.Collect(timestamp);
    }
}

using FlowActors.Functions;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

public sealed class TimerRestoreTests
{
    [Fact]
    public void What_is_overdue_when_it_is_restored_fires_at_once_and_the_rest_when_its_time_comes()
    {
        using var harness = OperatorHarness.Of<int, string>(n => n.KeyBy(x => x).Process(() => new Late()));
        harness.Process(10);
        harness.Process(500);
        var snapshot = harness.Snapshot();
        harness.Clock.Advance(TimeSpan.FromMilliseconds(100));
        using var restored = OperatorHarness.Restore(snapshot, parallelism: 3);
        Assert.Equal(["ProcessingTime 10"], restored.Records);
        restored.AdvanceProcessingTime(TimeSpan.FromMilliseconds(401));
        restored.ProcessWatermark(500);
        Assert.Equal(
            ["EventTime 10", "EventTime 500", "ProcessingTime 10", "ProcessingTime 500"], restored.Records.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_last_watermark_had_reached_fires_when_it_is_heard_again()
    {
        using var harness = OperatorHarness.Of<int, string>(n => n.KeyBy(x => x).Process(() => new Late()));
        harness.Process(10);
        var snapshot = harness.Snapshot();
        harness.ProcessWatermark(20);
        Assert.Equal(["EventTime 10"], harness.Records);
        using var restored = OperatorHarness.Restore(snapshot);
        Assert.Empty(restored.Records);
        restored.ProcessWatermark(20);
        Assert.Equal(["EventTime 10"], restored.Records);
    }

    [Fact]
    public void A_function_without_OnTimer_leaves_timers_to_the_one_after_it()
    {
        var deaf = false;
        using var harness = OperatorHarness.Of<int, string>(n => n.KeyBy(x => x).Process(
            () => deaf ? new Deaf() : (KeyedProcessFunction<int, int, string>)new Late()));
        harness.Process(10);
        deaf = true;
        using var between = OperatorHarness.Restore(harness.Snapshot());
        between.ProcessWatermark(20);
        Assert.Empty(between.Records);
        deaf = false;
        using var after = OperatorHarness.Restore(between.Snapshot());
        after.ProcessWatermark(20);
        Assert.Equal(["EventTime 10"], after.Records);
    }

    /// <summary>Sets two timers for each number, so many ms of event time and behind the present processing time.</summary>
    private sealed class Late : KeyedProcessFunction<int, int, string>
    {
        public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<string> output)
        {
            context.TimerService.RegisterEventTimeTimer(value);
            context.TimerService.RegisterProcessingTimeTimer(context.TimerService.CurrentProcessingTime + value);
        }

        public override void OnTimer(long timestamp, IOnTimerContext<int> context, Collector<string> output) =>
            output.Collect($"{context.TimeDomain} {context.CurrentKey}");
    }

    private sealed class Deaf : KeyedProcessFunction<int, int, string>
    {
        public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<string> output) => output.Collect($"{value}");
    }
}

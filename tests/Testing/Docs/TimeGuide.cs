using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Docs;

// The regions named "docs" stand in docs/time.md, letter by letter: see DocsTests.
#region docs: function
public sealed record Reading(string Sensor, double Value);

/// <summary>Tells of each sensor that has said nothing for a minute of event time.</summary>
public sealed class Silence : KeyedProcessFunction<string, Reading, string>
{
    private const long Minute = 60_000;

    private IValueState<long>? _last;

    public override void Open(IKeyedRuntimeContext context) =>
        _last = context.GetState(new ValueStateDescriptor<long>("last"));

    public override void Process(Reading reading, IKeyedProcessContext<string> context, Collector<string> output)
    {
        if (_last!.TryGet(out var last)) context.TimerService.DeleteEventTimeTimer(last + Minute);
        _last.Update(context.Timestamp!.Value);
        context.TimerService.RegisterEventTimeTimer(context.Timestamp.Value + Minute);
    }

    public override void OnTimer(long timestamp, IOnTimerContext<string> context, Collector<string> output) =>
        output.Collect($"{context.CurrentKey} is silent since {_last!.Value()}");
}
#endregion

#region docs: processing time
/// <summary>Emits each key's latest record once a second, however many come.</summary>
public sealed class OnceASecond : KeyedProcessFunction<string, Reading, Reading>
{
    private IValueState<Reading>? _latest;

    public override void Open(IKeyedRuntimeContext context) =>
        _latest = context.GetState(new ValueStateDescriptor<Reading>("latest"));

    public override void Process(Reading reading, IKeyedProcessContext<string> context, Collector<Reading> output)
    {
        // The same timer for all records of a second: it is there once.
        var timers = context.TimerService;
        timers.RegisterProcessingTimeTimer((timers.CurrentProcessingTime / 1_000 * 1_000) + 999);
        _latest!.Update(reading);
    }

    public override void OnTimer(long timestamp, IOnTimerContext<string> context, Collector<Reading> output) =>
        output.Collect(_latest!.Value()!);
}
#endregion

public sealed class TimeGuide
{
    #region docs: harness
    [Fact]
    public void A_sensor_that_has_said_nothing_for_a_minute_is_told_of()
    {
        using var harness = OperatorHarness.Of<Reading, string>(
            readings => readings.KeyBy(r => r.Sensor).Process(() => new Silence()));
        harness.Process(new Reading("attic", 20), timestamp: 1_000);
        harness.Process(new Reading("cellar", 8), timestamp: 2_000);
        harness.Process(new Reading("attic", 21), timestamp: 50_000);

        // Timers are state: what was set before the snapshot fires after the restore, at any parallelism.
        using var restored = OperatorHarness.Restore(harness.Snapshot(), parallelism: 2);
        restored.ProcessWatermark(61_999);
        Assert.Empty(restored.Records);
        restored.ProcessWatermark(62_000);
        Assert.Equal(["cellar is silent since 2000"], restored.Records);
    }

    [Fact]
    public void Each_sensor_is_told_of_once_a_second()
    {
        using var harness = OperatorHarness.Of<Reading, Reading>(
            readings => readings.KeyBy(r => r.Sensor).Process(() => new OnceASecond()));
        harness.Process(new Reading("attic", 20));
        harness.Process(new Reading("attic", 21));
        Assert.Empty(harness.Records);
        harness.AdvanceProcessingTime(TimeSpan.FromSeconds(1));
        Assert.Equal([new Reading("attic", 21)], harness.Records);
    }
    #endregion
}

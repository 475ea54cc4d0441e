using FlowActors.Functions;
using FlowActors.Sources;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Docs;

// The regions named "docs" stand in docs/time.md, letter by letter: see DocsTests.
#region docs: strategy
public sealed record Measured(string Sensor, double Value, long At);

public static class Measurements
{
    /// <summary>Records carry their time, and come late by five seconds at most.</summary>
    public static DataStream<Measured> From(StreamExecutionEnvironment env, Source<Measured> source) => env.FromSource(
        source,
        WatermarkStrategy
            .ForBoundedOutOfOrderness<Measured>(TimeSpan.FromSeconds(5))
            .WithTimestampAssigner(m => m.At)
            .WithIdleness(TimeSpan.FromSeconds(30)),
        "measurements");
}
#endregion

#region docs: generator
/// <summary>Sensors send marks: nothing at or before the time of one follows.</summary>
public sealed class AtMarks : IWatermarkGenerator<Measured>
{
    public void OnEvent(Measured value, long timestamp, IWatermarkOutput output)
    {
        if (value.Sensor == "mark") output.EmitWatermark(timestamp);
    }

    public void OnPeriodicEmit(IWatermarkOutput output)
    {
    }
}
#endregion

#region docs: function
public sealed record Reading(string Sensor, double Value);

/// <summary>Tells of each sensor that has said nothing for a minute of event time.</summary>
public sealed class Silence : KeyedProcessFunction<string, Reading, string>
{
    private const long Minute = 60_000;

    private IValueState<long>? _last;

    public override void Open(IKeyedRuntimeContext context) =>
        _last = context.GetState(new ValueStateDescriptor<long>("last"));

    public override void ProcessElement(Reading reading, IKeyedProcessContext<string> context, Collector<string> output)
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

    public override void ProcessElement(Reading reading, IKeyedProcessContext<string> context, Collector<Reading> output)
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
    #region docs: watermarks
    [Fact]
    public void Measurements_may_be_late_by_five_seconds()
    {
        var source = new TestingSource<Measured>(Boundedness.Unbounded);
        using var harness = SourceHarness.Of(env => Measurements.From(env, source));
        source.Emit(new Measured("attic", 20, At: 10_000));
        harness.Read();
        harness.AdvanceProcessingTime(TimeSpan.FromMilliseconds(200));
        harness.Read();
        Assert.Equal(new Watermark(4_999), harness.Output()[^1]);
    }

    [Fact]
    public void A_mark_is_followed_by_its_watermark()
    {
        using var harness = OperatorHarness.Of<Measured, Measured>(measured => measured.AssignTimestampsAndWatermarks(
            WatermarkStrategy.ForGenerator(() => new AtMarks()).WithTimestampAssigner(m => m.At)));
        harness.Process(new Measured("attic", 20, At: 1_000));
        harness.Process(new Measured("mark", 0, At: 2_000));
        Assert.Equal(new Watermark(2_000), harness.Output[^1]);
    }
    #endregion

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

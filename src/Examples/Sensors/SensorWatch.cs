using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Examples.Sensors;

/// <summary>
/// Emits the statistics of a sensor after each of its readings, and to a side output each silence: that no reading followed another for
/// <paramref name="silence"/> ms of event time.
/// </summary>
internal sealed class SensorWatch(long silence) : KeyedProcessFunction<string, Reading, Statistics>
{
    public static readonly OutputTag<Silence> Silences = new("silences");

    /// <summary>The accumulator of the readings that were seen.</summary>
    public const string ReadingsAccumulator = "readings";

    private IValueState<Statistics>? _statistics;
    private IValueState<long>? _last;
    private LongCounter? _readings;

    public override void Open(IKeyedRuntimeContext context)
    {
        _statistics = context.GetState(new ValueStateDescriptor<Statistics>("statistics"));
        _last = context.GetState(new ValueStateDescriptor<long>("last"));
        _readings = context.GetLongCounter(ReadingsAccumulator);
    }

    public override void ProcessElement(Reading reading, IKeyedProcessContext<string> context, Collector<Statistics> output)
    {
        _readings!.Add(1);
        var statistics = (_statistics!.Value() ?? Statistics.Of(reading.Sensor)).Add(reading.Value);
        _statistics.Update(statistics);
        output.Collect(statistics);

        if (_last!.TryGet(out var last))
        {
            if (reading.Time <= last) return;
            var deadline = last + silence;
            context.TimerService.DeleteEventTimeTimer(deadline);
            // Watermarks come now and then: this reading may be here before the one that would have fired the timer.
            if (reading.Time > deadline && context.CurrentWatermark < deadline) context.Output(Silences, new Silence(reading.Sensor, last));
        }

        _last.Update(reading.Time);
        context.TimerService.RegisterEventTimeTimer(reading.Time + silence);
    }

    public override void OnTimer(long timestamp, IOnTimerContext<string> context, Collector<Statistics> output)
    {
        // At the end of the input every timer fires, and no sensor is silent for that.
        if (context.CurrentWatermark == Timestamps.MaxWatermark) return;
        context.Output(Silences, new Silence(context.CurrentKey, timestamp - silence));
    }
}

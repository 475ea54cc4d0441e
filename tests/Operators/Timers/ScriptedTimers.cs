using System.Globalization;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Tests.Timers;

/// <summary>What a record asks of the function: verbs such as <c>event 10</c>, <c>delete-processing 20</c>, separated by commas.</summary>
public sealed record Command(string Key, string Verbs);

/// <summary>Does what records say, counts the timers of each key that have fired, and tells of each.</summary>
/// <param name="onTimer">What else is done when a timer fires; null for nothing.</param>
internal sealed class ScriptedTimers(Action<long, IOnTimerContext<string>>? onTimer = null) : KeyedProcessFunction<string, Command, string>
{
    private IValueState<int>? _count;

    public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<int>("count"));

    public override void ProcessElement(Command value, IKeyedProcessContext<string> context, Collector<string> output)
    {
        foreach (var verb in value.Verbs.Split(", "))
        {
            var (name, time) = (verb.Split(' ')[0], long.Parse(verb.Split(' ')[1], CultureInfo.InvariantCulture));
            var timers = context.TimerService;
            switch (name)
            {
                case "event": timers.RegisterEventTimeTimer(time); break;
                case "processing": timers.RegisterProcessingTimeTimer(time); break;
                case "delete-event": timers.DeleteEventTimeTimer(time); break;
                case "delete-processing": timers.DeleteProcessingTimeTimer(time); break;
                default: throw new ArgumentException($"There is no verb '{name}'.");
            }
        }
    }

    public override void OnTimer(long timestamp, IOnTimerContext<string> context, Collector<string> output)
    {
        Assert.Equal(timestamp, context.Timestamp);
        Assert.Equal(context.CurrentWatermark, context.TimerService.CurrentWatermark);
        _count!.Update(_count.Value() + 1);
        var domain = context.TimeDomain == TimeDomain.EventTime ? "event" : "processing";
        output.Collect(string.Create(CultureInfo.InvariantCulture, $"{context.CurrentKey} {domain} {timestamp} #{_count.Value()}"));
        onTimer?.Invoke(timestamp, context);
    }
}

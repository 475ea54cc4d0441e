using System.Globalization;
using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;
using static FlowActors.Tests.Verification.Cases.Scripts;

namespace FlowActors.Tests.Verification.Cases;

/// <summary>Functions with timers.</summary>
internal static class TimerCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("keyed process with timers of both kinds", "KeyedProcessOperator", () => OperatorVerification.Verify<long, string>(
            n => n.KeyBy(x => x % 4).Process(() => new Alarming()), Timed)),
        new("process of two keyed streams with timers of both kinds", "KeyedCoProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.KeyBy(x => (int)(x % 4)).Connect(b.KeyBy(x => x.Length)).Process(() => new Awaiting()), NumbersAndTexts)),
        new("broadcast state by key with timers", "KeyedBroadcastProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (n, t) => n.KeyBy(x => x % 4).Connect(t.Broadcast(TimedRuled.Rules)).Process(() => new TimedRuled()), NumbersAndTexts)),
    ];

    /// <summary>Sets timers for times that come and that have come, of which some set others, and takes back half of what it has set.</summary>
    private sealed class Alarming : KeyedProcessFunction<long, long, string>
    {
        private IValueState<int>? _fired;

        public override void Open(IKeyedRuntimeContext context) => _fired = context.GetState(new ValueStateDescriptor<int>("fired"));

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            var timers = context.TimerService;
            timers.RegisterEventTimeTimer(context.Timestamp!.Value + (value % 3 * 100) - 50);
            timers.RegisterEventTimeTimer(500);
            timers.RegisterProcessingTimeTimer(timers.CurrentProcessingTime + (value * 10) - 30);
            if (value % 2 == 0) timers.DeleteProcessingTimeTimer(timers.CurrentProcessingTime + (value * 10) - 30);
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{value} behind {timers.CurrentWatermark}"));
        }

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<string> output)
        {
            _fired!.Update(_fired.Value() + 1);
            output.Collect(string.Create(
                CultureInfo.InvariantCulture, $"{context.CurrentKey} {context.TimeDomain} {timestamp} #{_fired.Value()}"));
            if (context.TimeDomain == TimeDomain.EventTime && timestamp % 200 == 0) context.TimerService.RegisterEventTimeTimer(timestamp + 70);
            if (context.TimeDomain == TimeDomain.ProcessingTime && _fired.Value() < 4) context.TimerService.RegisterProcessingTimeTimer(timestamp + 80);
        }
    }

    /// <summary>A number waits for a text of its key, by timers that either side sets and a text takes back.</summary>
    private sealed class Awaiting : KeyedCoProcessFunction<int, long, string, string>
    {
        private IValueState<long>? _waiting;

        public override void Open(IKeyedRuntimeContext context) => _waiting = context.GetState(new ValueStateDescriptor<long>("waiting"));

        public override void ProcessElement1(long value, IKeyedProcessContext<int> context, Collector<string> output)
        {
            _waiting!.Update(value);
            context.TimerService.RegisterEventTimeTimer(150 + (value * 10));
            context.TimerService.RegisterProcessingTimeTimer(context.TimerService.CurrentProcessingTime + value);
        }

        public override void ProcessElement2(string value, IKeyedProcessContext<int> context, Collector<string> output)
        {
            context.TimerService.DeleteEventTimeTimer(150 + (_waiting!.Value() * 10));
            context.TimerService.RegisterEventTimeTimer(context.CurrentWatermark + 5);
            output.Collect($"{value} for {_waiting.Value()}");
        }

        public override void OnTimer(long timestamp, IOnTimerContext<int> context, Collector<string> output) => output.Collect(string.Create(
            CultureInfo.InvariantCulture, $"{context.CurrentKey} {context.TimeDomain} {timestamp}: {_waiting!.Value()} behind {context.CurrentWatermark}"));
    }

    /// <summary>Sets timers for numbers, which tell what rules there are when they fire.</summary>
    private sealed class TimedRuled : KeyedBroadcastProcessFunction<long, long, string, string>
    {
        public static readonly MapStateDescriptor<string, int> Rules = new("rules");

        public override void ProcessElement(long value, IKeyedReadOnlyBroadcastContext<long> context, Collector<string> output)
        {
            context.TimerService.RegisterEventTimeTimer(20 + value);
            context.TimerService.RegisterEventTimeTimer(context.CurrentWatermark + 1);
        }

        public override void ProcessBroadcastElement(string value, IKeyedBroadcastContext<long> context, Collector<string> output) =>
            context.GetBroadcastState(Rules).Put(value, value.Length);

        public override void OnTimer(long timestamp, IBroadcastOnTimerContext<long> context, Collector<string> output) => output.Collect(
            $"{context.CurrentKey} at {timestamp}: {context.GetBroadcastState(Rules).Entries().Sum(r => r.Value)}");
    }
}

using System.Globalization;
using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Verification;

/// <summary>
/// A script for every operator of FlowActors.Operators, by the name of its class. A new operator needs one: a test says which has none.
/// </summary>
internal static class OperatorCases
{
    /// <summary>The cases: what they are called, the operator's class, and the verification.</summary>
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("map", "MapOperator", () => OperatorVerification.Verify<long, string>(
            n => n.Map(x => x.ToString(CultureInfo.InvariantCulture)), Numbers)),
        new("filter", "FilterOperator", () => OperatorVerification.Verify<long, long>(n => n.Filter(x => x % 2 == 0), Numbers)),
        new("flatMap over a sequence", "EnumerableFlatMapOperator", () => OperatorVerification.Verify<long, long>(
            n => n.FlatMap(x => Enumerable.Range(0, (int)x % 7).Select(i => x + i)), Numbers)),
        new("flatMap with a collector", "CollectorFlatMapOperator", () => OperatorVerification.Verify<long, long>(
            n => n.FlatMap<long>((x, output) =>
            {
                for (var i = 0; i < x % 7; i++) output.Collect(x);
            }),
            Numbers)),
        new("process", "ProcessOperator", () => OperatorVerification.Verify<long, string>(n => n.Process(() => new Describing()), Numbers)),
        new("count by number", "KeyedCountOperator", () => OperatorVerification.Verify<long, KeyValuePair<long, long>>(
            n => n.KeyBy(x => x % 10).Count(), Numbers)),
        new("count by text", "KeyedCountOperator", () => OperatorVerification.Verify<string, KeyValuePair<string, long>>(
            n => n.KeyBy(x => x).Count(), Texts)),
        new("reduce", "KeyedReduceOperator", () => OperatorVerification.Verify<long, long>(n => n.KeyBy(x => x % 10).Reduce((a, b) => a + b - (b % 10)), Numbers)),
        new("reduce of records that change", "KeyedReduceOperator", () => OperatorVerification.Verify<Total, Total>(
            n => n.KeyBy(x => x.Key).Reduce((a, b) =>
            {
                a.Sum += b.Sum;
                return a;
            }),
            Totals)),
        new("sum", "KeyedNumberOperator", () => OperatorVerification.Verify<long, KeyValuePair<long, long>>(n => n.KeyBy(x => x % 10).Sum(x => x), Numbers)),
        new("minimum", "KeyedNumberOperator", () => OperatorVerification.Verify<long, KeyValuePair<long, double>>(n => n.KeyBy(x => x % 3).Min(x => x / 2.0), Numbers)),
        new("maximum", "KeyedNumberOperator", () => OperatorVerification.Verify<long, KeyValuePair<long, decimal>>(n => n.KeyBy(x => x % 3).Max(x => (decimal)x), Numbers)),
        new("record with the maximum", "KeyedReduceOperator", () => OperatorVerification.Verify<Total, Total>(
            n => n.KeyBy(x => x.Key).MaxBy(x => x.Sum % 4, first: false), Totals)),
        new("first by a composite key", "KeyedFirstOperator", () => OperatorVerification.Verify<string, string>(n => n.KeyBy(x => (x.Length, x[0])).First(), Texts)),
        new("reinterpreted as keyed", "KeyedCountOperator", () => OperatorVerification.Verify<long, KeyValuePair<long, long>>(
            n => n.PartitionByHash(x => x % 10).ReinterpretAsKeyed(x => x % 10).Count(), Numbers)),
        new("not null", "NotNullOperator", () => OperatorVerification.Verify<long?, long>(n => n.FilterNotNull(), Optional)),
        new("aggregate", "KeyedAggregateOperator", () => OperatorVerification.Verify<long, double>(n => n.KeyBy(x => x % 10).Aggregate(new Average()), Numbers)),
        new("aggregate by delegates", "KeyedFoldOperator", () => OperatorVerification.Verify<string, string>(
            n => n.KeyBy(x => x).Aggregate(() => 0L, (sum, x) => sum + x.Length, (key, sum) => $"{key} {sum}"), Texts)),
        new("keyed process with every kind of state", "KeyedProcessOperator", () => OperatorVerification.Verify<string, string>(
            n => n.KeyBy(x => x).Process(() => new Remembering()), Texts)),
        new("map by a class", "RichMapOperator", () => OperatorVerification.Verify<long, string>(n => n.Map(() => new Texting()), Numbers)),
        new("filter by a class", "RichFilterOperator", () => OperatorVerification.Verify<long, long>(n => n.Filter(() => new Odd()), Numbers)),
        new("flatMap by a class", "RichFlatMapOperator", () => OperatorVerification.Verify<long, long>(n => n.FlatMap(() => new Repeating()), Numbers)),
        new("keyed map", "KeyedMapOperator", () => OperatorVerification.Verify<string, string>(n => n.KeyBy(x => x).Map(() => new Numbering()), Texts)),
        new("keyed filter", "KeyedFilterOperator", () => OperatorVerification.Verify<long, long>(n => n.KeyBy(x => x % 5).Filter(() => new Growing()), Numbers)),
        new("keyed flatMap", "KeyedFlatMapOperator", () => OperatorVerification.Verify<string, string>(n => n.KeyBy(x => x).FlatMap(() => new Listing()), Texts)),
        new("reduce by a class", "KeyedRichReduceOperator", () => OperatorVerification.Verify<Total, Total>(n => n.KeyBy(x => x.Key).Reduce(() => new Adding()), Totals)),
        new("aggregate by a class", "KeyedRichAggregateOperator", () => OperatorVerification.Verify<long, double>(
            n => n.KeyBy(x => x % 10).Aggregate(() => new RichAverage()), Numbers)),
        new("process with side outputs", "ProcessOperator", () => OperatorVerification.Verify<long, long>(
            n =>
            {
                var even = n.Process(() => new Splitting());
                even.GetSideOutput(Splitting.Odd);
                return even;
            },
            Numbers)),
        new("map of two streams", "CoMapOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.Connect(b).Map(x => x.ToString(CultureInfo.InvariantCulture), x => x), NumbersAndTexts)),
        new("flatMap of two streams", "CoFlatMapOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.Connect(b).FlatMap<string>(
                (x, output) =>
                {
                    for (var i = 0; i < x % 3; i++) output.Collect($"{x} {i}");
                },
                (x, output) => output.Collect(x)),
            NumbersAndTexts)),
        new("map of two streams by a class", "CoProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.Connect(b).Map(() => new Both()), NumbersAndTexts)),
        new("process of two streams", "CoProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.Connect(b).Process(() => new Describing2()), NumbersAndTexts)),
        new("map of two keyed streams", "KeyedCoProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.Connect(b).KeyBy(x => x % 4, x => x.Length).Map(() => new BothCounting()), NumbersAndTexts)),
        new("flatMap of two keyed streams", "KeyedCoProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.Connect(b).KeyBy(x => $"{x % 4}", x => $"{x.Length}").FlatMap(() => new BothRepeating()), NumbersAndTexts)),
        new("process of two keyed streams", "KeyedCoProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.KeyBy(x => (int)(x % 4)).Connect(b.KeyBy(x => x.Length)).Process(() => new Joining()), NumbersAndTexts)),
        new("keyed process that sees watermarks", "KeyedProcessOperator", () => OperatorVerification.Verify<long, string>(
            n => n.KeyBy(x => x % 10).Process(() => new AtWatermark()), Numbers)),
        new("keyed process with timers of both kinds", "KeyedProcessOperator", () => OperatorVerification.Verify<long, string>(
            n => n.KeyBy(x => x % 4).Process(() => new Alarming()), Timed)),
        new("process of two keyed streams with timers of both kinds", "KeyedCoProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.KeyBy(x => (int)(x % 4)).Connect(b.KeyBy(x => x.Length)).Process(() => new Awaiting()), NumbersAndTexts)),
        new("watermarks behind the highest timestamp", "WatermarksOperator", () => OperatorVerification.Verify<long, long>(
            n => n.AssignTimestampsAndWatermarks(WatermarkStrategy.ForBoundedOutOfOrderness<long>(TimeSpan.FromMilliseconds(20))), Timed)),
        new("watermarks at records, with timestamps from them", "WatermarksOperator", () => OperatorVerification.Verify<long, long>(
            n => n.AssignTimestampsAndWatermarks(WatermarkStrategy.ForGenerator(() => new AtSevens()).WithTimestampAssigner(x => x * 100)), Timed)),
        new("broadcast state", "BroadcastProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (n, t) => n.Connect(t.Broadcast(Ruled.Rules)).Process(() => new Ruled()), NumbersAndTexts)),
        new("broadcast state by key", "KeyedBroadcastProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (n, t) => n.KeyBy(x => x % 4).Connect(t.Broadcast(KeyedRuled.Rules)).Process(() => new KeyedRuled()), NumbersAndTexts)),
        new("broadcast state by key with timers", "KeyedBroadcastProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (n, t) => n.KeyBy(x => x % 4).Connect(t.Broadcast(TimedRuled.Rules)).Process(() => new TimedRuled()), NumbersAndTexts)),
    ];

    private static void Numbers(HarnessScript<long> script)
    {
        for (var i = 0L; i < 12; i++) script.Process(i * 7 % 25, timestamp: i % 3 == 0 ? null : 100 * i);
        script.ProcessWatermark(500);
        script.Process(14, timestamp: 600);
        script.AdvanceProcessingTime(TimeSpan.FromSeconds(1));
        script.Idle();
        script.Process(27, timestamp: 700);
        script.Active();
        script.ProcessWatermark(1_000);
        script.Process(4);
        script.EndInput();
    }

    private static void Optional(HarnessScript<long?> script)
    {
        for (var i = 0L; i < 12; i++) script.Process(i % 3 == 0 ? null : i, timestamp: i % 2 == 0 ? null : i);
        script.ProcessWatermark(500);
        script.EndInput();
    }

    private static void NumbersAndTexts(HarnessScript script)
    {
        string[] texts = ["to", "be", "or", "not", "a"];
        for (var i = 0; i < 10; i++)
        {
            script.Process(0, i * 3L, timestamp: i % 2 == 0 ? null : 10 * i);
            script.Process(1, texts[i % 5], timestamp: 10 * i);
        }

        script.ProcessWatermark(50, input: 0);
        script.Process(0, 7L, timestamp: 60);
        script.ProcessWatermark(40, input: 1);
        script.Process(1, "to", timestamp: 45);
        script.EndInput(0);
        script.Process(1, "be", timestamp: 46);
        script.EndInput(1);
    }

    private static void Texts(HarnessScript<string> script)
    {
        foreach (var text in "to be or not to be that is the question to be".Split(' ')) script.Process(text);
        script.ProcessWatermark(10);
        script.Process("be", timestamp: 11);
        script.EndInput();
    }

    private static void Timed(HarnessScript<long> script)
    {
        for (var i = 0L; i < 10; i++)
        {
            script.Process(i * 7 % 25, timestamp: 100 * i);
            if (i % 3 == 2) script.ProcessWatermark(100 * i);
            if (i % 4 == 3) script.AdvanceProcessingTime(TimeSpan.FromMilliseconds(150));
        }

        script.AdvanceProcessingTime(TimeSpan.FromMilliseconds(90));
        script.ProcessWatermark(950);
        script.Process(3, timestamp: 600);
        script.EndInput();
    }

    private static void Totals(HarnessScript<Total> script)
    {
        for (var i = 0; i < 10; i++) script.Process(new Total { Key = i % 3, Sum = i });
        script.EndInput();
    }

    /// <summary>A record that can change.</summary>
    public sealed class Total
    {
        public int Key { get; set; }

        public long Sum { get; set; }
    }

    private sealed class AtSevens : IWatermarkGenerator<long>
    {
        public void OnEvent(long value, long timestamp, IWatermarkOutput output)
        {
            if (value % 7 == 0) output.EmitWatermark(timestamp);
        }

        public void OnPeriodicEmit(IWatermarkOutput output)
        {
        }
    }

    private sealed class Describing : ProcessFunction<long, string>
    {
        public override void Process(long value, IProcessContext context, Collector<string> output) =>
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{value} at {context.Timestamp} behind {context.CurrentWatermark}"));
    }

    private sealed class AtWatermark : KeyedProcessFunction<long, long, string>
    {
        public override void Process(long value, IKeyedProcessContext<long> context, Collector<string> output) =>
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{context.CurrentKey} behind {context.CurrentWatermark}"));
    }

    /// <summary>Sets timers for times that come and that have come, of which some set others, and takes back half of what it has set.</summary>
    private sealed class Alarming : KeyedProcessFunction<long, long, string>
    {
        private IValueState<int>? _fired;

        public override void Open(IKeyedRuntimeContext context) => _fired = context.GetState(new ValueStateDescriptor<int>("fired"));

        public override void Process(long value, IKeyedProcessContext<long> context, Collector<string> output)
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

    private sealed class Average : IAggregateFunction<long, List<long>, double>
    {
        public List<long> CreateAccumulator() => [0, 0];

        public List<long> Add(long value, List<long> accumulator) => [accumulator[0] + value, accumulator[1] + 1];

        public double GetResult(List<long> accumulator) => (double)accumulator[0] / accumulator[1];

        public List<long> Merge(List<long> a, List<long> b) => [a[0] + b[0], a[1] + b[1]];
    }

    private sealed class Texting : RichMapFunction<long, string>
    {
        public override string Map(long value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private sealed class Odd : RichFilterFunction<long>
    {
        public override bool Filter(long value) => value % 2 != 0;
    }

    private sealed class Repeating : RichFlatMapFunction<long, long>
    {
        public override void FlatMap(long value, Collector<long> output)
        {
            for (var i = 0; i < value % 4; i++) output.Collect(value);
        }
    }

    private sealed class Numbering : RichMapFunction<string, string>
    {
        private IValueState<int>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<int>("count"));

        public override string Map(string value)
        {
            _count!.Update(_count.Value() + 1);
            return $"{value} {_count.Value()}";
        }
    }

    private sealed class Growing : RichFilterFunction<long>
    {
        private IValueState<long>? _max;

        public override void Open(IKeyedRuntimeContext context) => _max = context.GetState(new ValueStateDescriptor<long>("max"));

        public override bool Filter(long value)
        {
            if (_max!.TryGet(out var max) && value <= max) return false;
            _max.Update(value);
            return true;
        }
    }

    private sealed class Listing : RichFlatMapFunction<string, string>
    {
        private IListState<string>? _before;

        public override void Open(IKeyedRuntimeContext context) => _before = context.GetListState(new ListStateDescriptor<string>("before"));

        public override void FlatMap(string value, Collector<string> output)
        {
            _before!.Add(value);
            foreach (var one in _before.Get()) output.Collect(one);
        }
    }

    private sealed class Adding : RichReduceFunction<Total>
    {
        private IValueState<int>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<int>("count"));

        public override Total Reduce(Total kept, Total value)
        {
            _count!.Update(_count.Value() + 1);
            kept.Sum += value.Sum * _count.Value();
            return kept;
        }
    }

    private sealed class RichAverage : RichAggregateFunction<long, List<long>, double>
    {
        public override List<long> CreateAccumulator() => [0, 0];

        public override List<long> Add(long value, List<long> accumulator) => [accumulator[0] + value, accumulator[1] + 1];

        public override double GetResult(List<long> accumulator) => (double)accumulator[0] / accumulator[1];

        public override List<long> Merge(List<long> first, List<long> second) => [first[0] + second[0], first[1] + second[1]];
    }

    private sealed class Splitting : ProcessFunction<long, long>
    {
        public static readonly OutputTag<string> Odd = new("odd");

        public override void Process(long value, IProcessContext context, Collector<long> output)
        {
            if (value % 2 == 0) output.Collect(value);
            else context.Output(Odd, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private sealed class Both : RichCoMapFunction<long, string, string>
    {
        public override string Map1(long value) => value.ToString(CultureInfo.InvariantCulture);

        public override string Map2(string value) => value;
    }

    private sealed class Describing2 : CoProcessFunction<long, string, string>
    {
        public override void Process1(long value, IProcessContext context, Collector<string> output) =>
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{value} at {context.Timestamp} behind {context.CurrentWatermark}"));

        public override void Process2(string value, IProcessContext context, Collector<string> output) =>
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{value} at {context.Timestamp} behind {context.CurrentWatermark}"));
    }

    private sealed class BothCounting : RichCoMapFunction<long, string, string>
    {
        private IValueState<int>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<int>("count"));

        public override string Map1(long value) => $"{value} {Counted()}";

        public override string Map2(string value) => $"{value} {Counted()}";

        private int Counted()
        {
            _count!.Update(_count.Value() + 1);
            return _count.Value();
        }
    }

    private sealed class BothRepeating : RichCoFlatMapFunction<long, string, string>
    {
        private IListState<string>? _texts;

        public override void Open(IKeyedRuntimeContext context) => _texts = context.GetListState(new ListStateDescriptor<string>("texts"));

        public override void FlatMap1(long value, Collector<string> output)
        {
            foreach (var text in _texts!.Get()) output.Collect($"{value} {text}");
        }

        public override void FlatMap2(string value, Collector<string> output) => _texts!.Add(value);
    }

    private sealed class Joining : KeyedCoProcessFunction<int, long, string, string>
    {
        private IValueState<string>? _last;

        public override void Open(IKeyedRuntimeContext context) => _last = context.GetState(new ValueStateDescriptor<string>("last"));

        public override void Process1(long value, IKeyedProcessContext<int> context, Collector<string> output) =>
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{context.CurrentKey}: {value} with {_last!.Value()} behind {context.CurrentWatermark}"));

        public override void Process2(string value, IKeyedProcessContext<int> context, Collector<string> output) => _last!.Update(value);
    }

    /// <summary>A number waits for a text of its key, by timers that either side sets and a text takes back.</summary>
    private sealed class Awaiting : KeyedCoProcessFunction<int, long, string, string>
    {
        private IValueState<long>? _waiting;

        public override void Open(IKeyedRuntimeContext context) => _waiting = context.GetState(new ValueStateDescriptor<long>("waiting"));

        public override void Process1(long value, IKeyedProcessContext<int> context, Collector<string> output)
        {
            _waiting!.Update(value);
            context.TimerService.RegisterEventTimeTimer(150 + (value * 10));
            context.TimerService.RegisterProcessingTimeTimer(context.TimerService.CurrentProcessingTime + value);
        }

        public override void Process2(string value, IKeyedProcessContext<int> context, Collector<string> output)
        {
            context.TimerService.DeleteEventTimeTimer(150 + (_waiting!.Value() * 10));
            context.TimerService.RegisterEventTimeTimer(context.CurrentWatermark + 5);
            output.Collect($"{value} for {_waiting.Value()}");
        }

        public override void OnTimer(long timestamp, IOnTimerContext<int> context, Collector<string> output) => output.Collect(string.Create(
            CultureInfo.InvariantCulture, $"{context.CurrentKey} {context.TimeDomain} {timestamp}: {_waiting!.Value()} behind {context.CurrentWatermark}"));
    }

    /// <summary>Describes numbers by how often each text has come.</summary>
    private sealed class Ruled : BroadcastProcessFunction<long, string, string>
    {
        public static readonly MapStateDescriptor<string, int> Rules = new("rules");

        public override void ProcessElement(long value, IReadOnlyBroadcastContext context, Collector<string> output) => output.Collect(
            $"{value} of {string.Join(",", context.GetBroadcastState(Rules).Entries().OrderBy(r => r.Key, StringComparer.Ordinal))}");

        public override void ProcessBroadcastElement(string value, IBroadcastContext context, Collector<string> output)
        {
            var rules = context.GetBroadcastState(Rules);
            rules.Put(value, rules.TryGet(value, out var times) ? times + 1 : 1);
            if (times == 1) rules.Remove("or");
            output.Collect($"{value} again: {times}");
        }
    }

    /// <summary>Sums numbers up by key; a text multiplies the sums of all keys and is emitted with each.</summary>
    private sealed class KeyedRuled : KeyedBroadcastProcessFunction<long, long, string, string>
    {
        public static readonly MapStateDescriptor<string, int> Rules = new("rules");
        private static readonly ValueStateDescriptor<long> Sum = new("sum");
        private IValueState<long>? _sum;

        public override void Open(IKeyedRuntimeContext context) => _sum = context.GetState(Sum);

        public override void ProcessElement(long value, IKeyedReadOnlyBroadcastContext<long> context, Collector<string> output)
        {
            _sum!.Update(_sum.Value() + value + context.GetBroadcastState(Rules).Entries().Sum(r => r.Value));
            output.Collect($"{context.CurrentKey}: {_sum.Value()}");
        }

        public override void ProcessBroadcastElement(string value, IKeyedBroadcastContext<long> context, Collector<string> output)
        {
            context.GetBroadcastState(Rules).Put(value, value.Length);
            context.ApplyToKeyedState(Sum, (key, sum) =>
            {
                sum.Update(sum.Value() * 2);
                output.Collect($"{value}: {key} has {sum.Value()}");
            });
        }
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

    private sealed class Remembering : KeyedProcessFunction<string, string, string>
    {
        private IValueState<int>? _value;
        private IListState<int>? _list;
        private IMapState<int, string>? _map;
        private IReducingState<int>? _sum;

        public override void Open(IKeyedRuntimeContext context)
        {
            _value = context.GetState(new ValueStateDescriptor<int>("value"));
            _list = context.GetListState(new ListStateDescriptor<int>("list"));
            _map = context.GetMapState(new MapStateDescriptor<int, string>("map"));
            _sum = context.GetReducingState(new ReducingStateDescriptor<int>("sum", (a, b) => a + b));
        }

        public override void Process(string value, IKeyedProcessContext<string> context, Collector<string> output)
        {
            var times = _value!.Value() + 1;
            _value.Update(times);
            _list!.Add(times);
            _map!.Put(times, value);
            _sum!.Add(times);
            output.Collect($"{context.CurrentKey} {times} [{string.Join(",", _list.Get())}] {_map.Entries().Count()}");
            output.Collect(_sum.TryGet(out var sum) ? $"{sum}" : "none");
        }
    }
}

/// <summary>One operator with its script.</summary>
/// <param name="Name">What the case is called.</param>
/// <param name="Operator">The name of the operator's class.</param>
/// <param name="Verify">Verifies it.</param>
internal sealed record OperatorCase(string Name, string Operator, Action Verify);

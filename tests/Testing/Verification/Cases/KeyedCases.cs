using System.Globalization;
using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;
using static FlowActors.Tests.Verification.Cases.Scripts;

namespace FlowActors.Tests.Verification.Cases;

/// <summary>Functions that see one record of a key after the other.</summary>
internal static class KeyedCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("keyed map", "KeyedMapOperator", () => OperatorVerification.Verify<string, string>(n => n.KeyBy(x => x).Map(() => new Numbering()), Texts)),
        new("keyed filter", "KeyedFilterOperator", () => OperatorVerification.Verify<long, long>(n => n.KeyBy(x => x % 5).Filter(() => new Growing()), Numbers)),
        new("keyed flatMap", "KeyedFlatMapOperator", () => OperatorVerification.Verify<string, string>(n => n.KeyBy(x => x).FlatMap(() => new Listing()), Texts)),
        new("keyed process with every kind of state", "KeyedProcessOperator", () => OperatorVerification.Verify<string, string>(
            n => n.KeyBy(x => x).Process(() => new Remembering()), Texts)),
        new("keyed process that sees watermarks", "KeyedProcessOperator", () => OperatorVerification.Verify<long, string>(
            n => n.KeyBy(x => x % 10).Process(() => new AtWatermark()), Numbers)),
        new("keyed process whose state is over after a time", "KeyedProcessOperator", () => OperatorVerification.Verify<string, string>(
            n => n.KeyBy(x => x).Process(() => new Forgetting()), Pausing)),
        new("keyed map whose state is over after a time", "KeyedMapOperator", () => OperatorVerification.Verify<string, string>(
            n => n.KeyBy(x => x).Map(() => new ForgettingMap()), Pausing)),
    ];

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

        public override void ProcessElement(string value, IKeyedProcessContext<string> context, Collector<string> output)
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

    private sealed class AtWatermark : KeyedProcessFunction<long, long, string>
    {
        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output) =>
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{context.CurrentKey} behind {context.CurrentWatermark}"));
    }

    // Pauses that are shorter and longer than the times to live.
    private static void Pausing(HarnessScript<string> script)
    {
        foreach (var pause in (int[])[0, 60, 60, 99, 100, 101, 30, 200])
        {
            script.AdvanceProcessingTime(TimeSpan.FromMilliseconds(pause));
            script.Process("to");
            script.Process(pause % 20 == 0 ? "be" : "or");
        }

        script.EndInput();
    }

    /// <summary>Has states of every kind, each with a time to live of its own.</summary>
    private sealed class Forgetting : KeyedProcessFunction<string, string, string>
    {
        private static readonly StateTtlConfig Short = new(TimeSpan.FromMilliseconds(100));

        private IValueState<int>? _value;
        private IListState<int>? _list;
        private IMapState<int, string>? _map;
        private IReducingState<int>? _sum;

        public override void Open(IKeyedRuntimeContext context)
        {
            _value = context.GetState(new ValueStateDescriptor<int>("value"));
            _list = context.GetListState(new ListStateDescriptor<int>("list") { TimeToLive = Short });
            _map = context.GetMapState(new MapStateDescriptor<int, string>("map") { TimeToLive = new StateTtlConfig(TimeSpan.FromMilliseconds(150)) });
            _sum = context.GetReducingState(new ReducingStateDescriptor<int>("sum", (a, b) => a + b)
            {
                TimeToLive = Short with { UpdateType = StateTtlUpdateType.OnReadAndWrite, CleanupSize = 0 },
            });
        }

        public override void ProcessElement(string value, IKeyedProcessContext<string> context, Collector<string> output)
        {
            var times = _value!.Value() + 1;
            _value.Update(times);
            _list!.Add(times);
            _map!.Put(times % 3, value);
            if (times % 2 == 0) _sum!.Add(times);
            output.Collect($"{context.CurrentKey} {times} [{string.Join(",", _list.Get())}] {_map.Entries().Count()} {(_sum!.TryGet(out var sum) ? sum : -1)}");
        }
    }

    /// <summary>Counts the records of a key that have not been away for too long.</summary>
    private sealed class ForgettingMap : RichMapFunction<string, string>
    {
        private IValueState<int>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(
            new ValueStateDescriptor<int>("count") { TimeToLive = new StateTtlConfig(TimeSpan.FromMilliseconds(100)) });

        public override string Map(string value)
        {
            _count!.Update(_count.Value() + 1);
            return $"{value} {_count.Value()}";
        }
    }
}

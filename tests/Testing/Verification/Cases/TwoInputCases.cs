using System.Globalization;
using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;
using static FlowActors.Tests.Verification.Cases.Scripts;

namespace FlowActors.Tests.Verification.Cases;

/// <summary>Operators of two inputs.</summary>
internal static class TwoInputCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
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
        new("flatMap of two streams by a class", "CoProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.Connect(b).FlatMap(() => new BothSeveral()), NumbersAndTexts)),
    ];

    private sealed class Both : RichCoMapFunction<long, string, string>
    {
        public override string Map1(long value) => value.ToString(CultureInfo.InvariantCulture);

        public override string Map2(string value) => value;
    }

    private sealed class Describing2 : CoProcessFunction<long, string, string>
    {
        public override void ProcessElement1(long value, IProcessContext context, Collector<string> output) =>
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{value} at {context.Timestamp} behind {context.CurrentWatermark}"));

        public override void ProcessElement2(string value, IProcessContext context, Collector<string> output) =>
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

        public override void ProcessElement1(long value, IKeyedProcessContext<int> context, Collector<string> output) =>
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{context.CurrentKey}: {value} with {_last!.Value()} behind {context.CurrentWatermark}"));

        public override void ProcessElement2(string value, IKeyedProcessContext<int> context, Collector<string> output) => _last!.Update(value);
    }

    private sealed class BothSeveral : RichCoFlatMapFunction<long, string, string>
    {
        public override void FlatMap1(long value, Collector<string> output)
        {
            for (var i = 0; i < value % 3; i++) output.Collect($"{value} {i}");
        }

        public override void FlatMap2(string value, Collector<string> output)
        {
            foreach (var letter in value) output.Collect($"{letter}");
        }
    }
}

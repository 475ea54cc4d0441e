using System.Globalization;
using FlowActors.Functions;
using FlowActors.Testing;
using static FlowActors.Tests.Verification.Cases.Scripts;

namespace FlowActors.Tests.Verification.Cases;

/// <summary>Operators of one input without keys.</summary>
internal static class StatelessCases
{
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
        new("not null", "NotNullOperator", () => OperatorVerification.Verify<long?, long>(n => n.FilterNotNull(), Optional)),
        new("process", "ProcessOperator", () => OperatorVerification.Verify<long, string>(n => n.Process(() => new Describing()), Numbers)),
        new("process with side outputs", "ProcessOperator", () => OperatorVerification.Verify<long, long>(
            n =>
            {
                var even = n.Process(() => new Splitting());
                even.GetSideOutput(Splitting.Odd);
                return even;
            },
            Numbers)),
        new("map by a class", "RichMapOperator", () => OperatorVerification.Verify<long, string>(n => n.Map(() => new Texting()), Numbers)),
        new("filter by a class", "RichFilterOperator", () => OperatorVerification.Verify<long, long>(n => n.Filter(() => new Odd()), Numbers)),
        new("flatMap by a class", "RichFlatMapOperator", () => OperatorVerification.Verify<long, long>(n => n.FlatMap(() => new Repeating()), Numbers)),
    ];

    private sealed class Describing : ProcessFunction<long, string>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<string> output) =>
            output.Collect(string.Create(CultureInfo.InvariantCulture, $"{value} at {context.Timestamp} behind {context.CurrentWatermark}"));
    }

    private sealed class Splitting : ProcessFunction<long, long>
    {
        public static readonly OutputTag<string> Odd = new("odd");

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            if (value % 2 == 0) output.Collect(value);
            else context.Output(Odd, value.ToString(CultureInfo.InvariantCulture));
        }
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
}

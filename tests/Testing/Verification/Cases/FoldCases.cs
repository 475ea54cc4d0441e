using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;
using static FlowActors.Tests.Verification.Cases.Scripts;

namespace FlowActors.Tests.Verification.Cases;

/// <summary>What folds the records of a key.</summary>
internal static class FoldCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
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
        new("reduce by a class", "KeyedRichReduceOperator", () => OperatorVerification.Verify<Total, Total>(n => n.KeyBy(x => x.Key).Reduce(() => new Adding()), Totals)),
        new("sum", "KeyedNumberOperator", () => OperatorVerification.Verify<long, KeyValuePair<long, long>>(n => n.KeyBy(x => x % 10).Sum(x => x), Numbers)),
        new("minimum", "KeyedNumberOperator", () => OperatorVerification.Verify<long, KeyValuePair<long, double>>(n => n.KeyBy(x => x % 3).Min(x => x / 2.0), Numbers)),
        new("maximum", "KeyedNumberOperator", () => OperatorVerification.Verify<long, KeyValuePair<long, decimal>>(n => n.KeyBy(x => x % 3).Max(x => (decimal)x), Numbers)),
        new("record with the maximum", "KeyedReduceOperator", () => OperatorVerification.Verify<Total, Total>(
            n => n.KeyBy(x => x.Key).MaxBy(x => x.Sum % 4, first: false), Totals)),
        new("first by a composite key", "KeyedFirstOperator", () => OperatorVerification.Verify<string, string>(n => n.KeyBy(x => (x.Length, x[0])).First(), Texts)),
        new("reinterpreted as keyed", "KeyedCountOperator", () => OperatorVerification.Verify<long, KeyValuePair<long, long>>(
            n => n.PartitionByHash(x => x % 10).ReinterpretAsKeyed(x => x % 10).Count(), Numbers)),
        new("aggregate", "KeyedAggregateOperator", () => OperatorVerification.Verify<long, double>(n => n.KeyBy(x => x % 10).Aggregate(new Average()), Numbers)),
        new("aggregate by delegates", "KeyedFoldOperator", () => OperatorVerification.Verify<string, string>(
            n => n.KeyBy(x => x).Aggregate(() => 0L, (sum, x) => sum + x.Length, (key, sum) => $"{key} {sum}"), Texts)),
        new("aggregate by a class", "KeyedRichAggregateOperator", () => OperatorVerification.Verify<long, double>(
            n => n.KeyBy(x => x % 10).Aggregate(() => new RichAverage()), Numbers)),
    ];

    private sealed class Average : IAggregateFunction<long, List<long>, double>
    {
        public List<long> CreateAccumulator() => [0, 0];

        public List<long> Add(long value, List<long> accumulator) => [accumulator[0] + value, accumulator[1] + 1];

        public double GetResult(List<long> accumulator) => (double)accumulator[0] / accumulator[1];

        public List<long> Merge(List<long> a, List<long> b) => [a[0] + b[0], a[1] + b[1]];
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
}

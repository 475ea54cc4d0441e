using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.State;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Keyed;

/// <summary>Whose key it is: process functions see the record's own, state knows the canonical one.</summary>
public class RecordKeyTests
{
    [Fact]
    public void A_process_function_sees_the_kind_of_a_DateTime_and_state_one_time()
    {
        var local = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local);
        using var harness = Harness<DateTime>();
        var seen = Sent(harness, local, DateTime.SpecifyKind(local, DateTimeKind.Utc), DateTime.SpecifyKind(local, DateTimeKind.Unspecified));
        Assert.Equal([DateTimeKind.Local, DateTimeKind.Utc, DateTimeKind.Unspecified], seen.Select(s => s.Key.Kind));
        Assert.Equal([1, 2, 3], seen.Select(s => s.Count));
    }

    [Fact]
    public void A_process_function_sees_the_offset_of_a_DateTimeOffset_and_state_one_instant()
    {
        var east = new DateTimeOffset(2026, 1, 2, 5, 0, 0, TimeSpan.FromHours(2));
        using var harness = Harness<DateTimeOffset>();
        var seen = Sent(harness, east, east.ToUniversalTime(), east.ToOffset(TimeSpan.FromHours(-3)));
        Assert.Equal([2.0, 0.0, -3.0], seen.Select(s => s.Key.Offset.TotalHours));
        Assert.Equal([1, 2, 3], seen.Select(s => s.Count));
    }

    [Fact]
    public void A_process_function_sees_the_scale_of_a_decimal_and_state_one_number()
    {
        using var harness = Harness<decimal>();
        var seen = Sent(harness, 1.0m, 1m, 1.00m);
        Assert.Equal(["1.0", "1", "1.00"], seen.Select(s => s.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal([1, 2, 3], seen.Select(s => s.Count));
    }

    private static OperatorHarness<TKey, (TKey Key, int Count)> Harness<TKey>() =>
        new(new KeyedProcessOperator<TKey, TKey, (TKey Key, int Count)>(key => key, () => new Counting<TKey>()));

    private static IReadOnlyList<(TKey Key, int Count)> Sent<TKey>(OperatorHarness<TKey, (TKey Key, int Count)> harness, params TKey[] keys)
    {
        harness.Send(keys);
        return harness.Values;
    }

    private sealed class Counting<TKey> : KeyedProcessFunction<TKey, TKey, (TKey Key, int Count)>
    {
        private IValueState<int>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<int>("count"));

        public override void ProcessElement(TKey value, IKeyedProcessContext<TKey> context, Collector<(TKey Key, int Count)> output)
        {
            _count!.Update(_count.Value() + 1);
            output.Collect((context.CurrentKey, _count.Value()));
        }
    }
}

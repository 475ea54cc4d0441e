using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.State;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Keyed;

public class KeyedOperatorTests
{
    [Fact]
    public void Reduce_folds_each_key_on_its_own_and_emits_after_each_record()
    {
        using var harness = new OperatorHarness<(string Key, int N), (string Key, int N)>(
            new KeyedReduceOperator<string, (string Key, int N)>(r => r.Key, (a, b) => (a.Key, a.N + b.N)));
        harness.SendAt(("a", 1), 10);
        harness.SendAt(("b", 10), 20);
        harness.SendAt(("a", 2), 30);
        harness.SendAt(("a", 3), Timestamps.None);
        Assert.Equal([("a", 1), ("b", 10), ("a", 3), ("a", 6)], harness.Values);
        Assert.Equal([10, 20, 30, Timestamps.None], harness.Output.Timestamps);
    }

    [Fact]
    public void Aggregate_emits_the_result_of_the_accumulator()
    {
        using var harness = new OperatorHarness<int, double>(
            new KeyedAggregateOperator<bool, int, (int Sum, int Count), double>(i => i < 0, new Mean()));
        harness.Send(1, -5, 2, 6, -7);
        Assert.Equal([1, -5, 1.5, 3, -6], harness.Values);
    }

    [Fact]
    public void Fold_starts_each_key_with_a_fresh_seed_and_knows_the_key()
    {
        using var harness = new OperatorHarness<string, string>(new KeyedFoldOperator<char, string, List<string>, string>(
            word => word[0], () => [], (words, word) => [.. words, word], (key, words) => $"{key}:{string.Join('+', words)}"));
        harness.Send("ape", "bee", "ant");
        Assert.Equal(["a:ape", "b:bee", "a:ape+ant"], harness.Values);
    }

    [Fact]
    public void A_result_that_is_the_accumulator_itself_does_not_change_when_that_does()
    {
        using var harness = new OperatorHarness<int, List<int>>(new KeyedFoldOperator<int, int, List<int>, List<int>>(
            _ => 0,
            () => [],
            (list, i) =>
            {
                list.Add(i);
                return list;
            },
            (_, list) => list));
        harness.Send(1, 2);
        Assert.Equal([[1], [1, 2]], harness.Values);
    }

    [Fact]
    public void A_keyed_process_function_has_state_of_the_key_at_hand()
    {
        using var harness = new OperatorHarness<string, string>(new KeyedProcessOperator<char, string, string>(word => word[0], () => new Previous()));
        harness.SendAt("ape", 1);
        harness.SendAt("bee", 2);
        harness.Watermark(2);
        harness.SendAt("ant", 3);
        Assert.Equal([$"a: -> ape @1 w{long.MinValue}", $"b: -> bee @2 w{long.MinValue}", "a:ape -> ant @3 w2"], harness.Values);
        Assert.Equal([1, 2, 3], harness.Output.Timestamps);
    }

    [Fact]
    public void A_keyed_process_function_is_opened_once_and_closed_once()
    {
        var function = new Previous();
        var harness = new OperatorHarness<string, string>(new KeyedProcessOperator<char, string, string>(word => word[0], () => function));
        Assert.Equal(["open"], function.Life);
        harness.Dispose();
        Assert.Equal(["open", "close"], function.Life);
    }

    [Fact]
    public void A_text_key_that_is_not_the_one_its_record_was_sent_by_fails_in_every_keyed_operator()
    {
        var sent = Serialization.SerializerRegistry.Default.GetKey<string>().StableHash("sent by");
        AssertRefused(new KeyedCountOperator<string, string>(word => word));
        AssertRefused(new KeyedReduceOperator<string, string>(word => word, (a, _) => a));
        AssertRefused(new KeyedProcessOperator<string, string, string>(word => word, () => new Remembers()));

        void AssertRefused<TOut>(OneInputOperator<string, TOut> @operator)
        {
            using var harness = new OperatorHarness<string, TOut>(@operator, new TestOperatorContext { Index = 0 });
            harness.Context.Cursor.KeyHash.Set(sent);
            harness.Send("sent by");
            harness.Context.Cursor.KeyHash.Set(sent);
            Assert.Throws<InvalidOperationException>(() => harness.Send("found"));
            Assert.Single(harness.Values);
        }
    }

    private sealed class Remembers : KeyedProcessFunction<string, string, string>
    {
        private IValueState<string>? _last;

        public override void Open(IKeyedRuntimeContext context) => _last = context.GetState(new ValueStateDescriptor<string>("last"));

        public override void ProcessElement(string value, IKeyedProcessContext<string> context, Collector<string> output)
        {
            _last!.Update(value);
            output.Collect(value);
        }
    }

    private sealed class Mean : IAggregateFunction<int, (int Sum, int Count), double>
    {
        public (int Sum, int Count) CreateAccumulator() => default;

        public (int Sum, int Count) Add(int value, (int Sum, int Count) accumulator) => (accumulator.Sum + value, accumulator.Count + 1);

        public double GetResult((int Sum, int Count) accumulator) => (double)accumulator.Sum / accumulator.Count;

        public (int Sum, int Count) Merge((int Sum, int Count) first, (int Sum, int Count) second) =>
            (first.Sum + second.Sum, first.Count + second.Count);
    }

    private sealed class Previous : KeyedProcessFunction<char, string, string>
    {
        private IValueState<string>? _last;

        public List<string> Life { get; } = [];

        public override void Open(IKeyedRuntimeContext context)
        {
            Life.Add("open");
            _last = context.GetState(new ValueStateDescriptor<string>("last"));
        }

        public override void ProcessElement(string value, IKeyedProcessContext<char> context, Collector<string> output)
        {
            output.Collect($"{context.CurrentKey}:{_last!.Value()} -> {value} @{context.Timestamp} w{context.CurrentWatermark}");
            _last.Update(value);
        }

        public override void Close() => Life.Add("close");
    }
}

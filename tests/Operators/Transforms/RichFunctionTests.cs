using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.State;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Transforms;

/// <summary>Functions that are classes with a life, on streams with keys and without.</summary>
public sealed class RichFunctionTests
{
    [Fact]
    public void Map_filter_and_flatMap_do_what_their_lambdas_do()
    {
        Assert.Equal([11, 12], Programs.Run<int, int>(s => s.Map(() => new Adding()), 1, 2));
        Assert.Equal([1, 3], Programs.Run<int, int>(s => s.Filter(() => new Odd()), 1, 2, 3));
        Assert.Equal([1, 2, 2], Programs.Run<int, int>(s => s.FlatMap(() => new Repeating()), 1, 0, 2));
    }

    [Fact]
    public void On_a_keyed_stream_they_have_state_of_the_key_at_hand()
    {
        Assert.Equal(["1:1", "2:1", "3:2", "5:3"], Programs.Run<int, string>(s => s.KeyBy(x => x % 2).Map(() => new Counting()), 1, 2, 3, 5));
        Assert.Equal([1, 2, 3], Programs.Run<int, int>(s => s.KeyBy(x => x).Filter(() => new Distinct()), 1, 2, 1, 3, 2));
        Assert.Equal(["b:1", "a:1", "b:2"], Programs.Run<string, string>(s => s.KeyBy(x => x).FlatMap(() => new Numbering()), "b", "a", "b"));
    }

    [Fact]
    public void A_function_that_needs_no_keys_is_opened_on_a_keyed_stream_too() =>
        Assert.Equal([11, 12], Programs.Run<int, int>(s => s.KeyBy(x => x).Map(() => new Adding()), 1, 2));

    [Fact]
    public void A_function_that_has_keyed_state_is_refused_on_a_stream_without_keys()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Programs.Run<int, int>(s => s.Filter(() => new Distinct()), 1));
        Assert.Contains("RichFunctionTests.Distinct overrides Open(IKeyedRuntimeContext), for keyed state", refused.Message, StringComparison.Ordinal);
        Assert.Contains("the stream of operator 'operator' of job 'test' is not keyed: call KeyBy before it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reduce_and_aggregate_fold_each_key_on_its_own()
    {
        Assert.Equal([1, 2, 4, 6], Programs.Run<int, int>(s => s.KeyBy(x => x % 2).Reduce(() => new Summing()), 1, 2, 3, 4));
        Assert.Equal([1, 2, 2, 3], Programs.Run<int, double>(s => s.KeyBy(x => x % 2).Aggregate(() => new Mean()), 1, 2, 3, 4));
    }

    [Fact]
    public void A_fold_may_have_states_of_its_own() => Assert.Equal(
        [1, 103, 206, 10, 120, 7],
        Programs.Run<(string Key, int N), int>(
            s => s.KeyBy(x => x.Key).Aggregate(() => new Weighing()), ("a", 1), ("a", 2), ("a", 3), ("b", 10), ("b", 10), ("c", 7)));

    [Fact]
    public void What_a_reduce_keeps_is_a_copy_of_a_record_that_can_change() => Assert.Equal(
        [[1], [1, 2], [1, 2, 3]], Programs.Run<List<int>, List<int>>(s => s.KeyBy(_ => 0).Reduce(() => new Joining()), [1], [2], [3]));

    [Fact]
    public void Each_subtask_opens_and_closes_a_function_of_its_own()
    {
        var made = new List<Living>();
        var node = Programs.OperatorOf<int, int>(s => s.Map(() =>
        {
            made.Add(new Living());
            return made[^1];
        }));
        for (var subtask = 0; subtask < 2; subtask++)
        {
            var context = new TestOperatorContext { Subtask = subtask, Subtasks = 2 };
            using var harness = new OperatorHarness<int, int>((OneInputOperator<int, int>)node.CreateOperator(), context);
            Assert.Equal([subtask], harness.Send(1).Values);
        }

        Assert.Equal(["open", "close"], made[0].Calls);
        Assert.Equal(["open", "close"], made[1].Calls);
    }

    [Fact]
    public void An_object_that_is_handed_out_twice_is_refused_naming_the_operator_and_the_method()
    {
        var shared = new Summing();
        Assert.Single(Programs.Run<int, int>(s => s.KeyBy(x => x).Reduce(() => shared), 1));
        var refused = Assert.Throws<InvalidOperationException>(() => Programs.Run<int, int>(s => s.KeyBy(x => x).Reduce(() => shared), 1));
        Assert.StartsWith("The factory given to Reduce gave subtask 0 of operator 'operator' of job 'test'", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("write Reduce(() => new ...) instead of handing out an object that is there already.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_aggregate_function_with_a_life_is_handed_over_by_a_factory()
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        env.FromElements(1).KeyBy(x => x).Aggregate(new Mean()).Discard();
        var refused = Assert.Throws<JobValidationException>(() => env.BuildGraph("job"));
        Assert.Contains("give a factory, as in Aggregate(() => new ...)", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Adding : RichMapFunction<int, int>
    {
        private int _added;

        public override void Open(IRuntimeContext context) => _added = 10;

        public override int Map(int value) => value + _added;
    }

    private sealed class Odd : RichFilterFunction<int>
    {
        public override bool Filter(int value) => value % 2 != 0;
    }

    private sealed class Repeating : RichFlatMapFunction<int, int>
    {
        public override void FlatMap(int value, Collector<int> output)
        {
            for (var i = 0; i < value; i++) output.Collect(value);
        }
    }

    private sealed class Counting : RichMapFunction<int, string>
    {
        private IValueState<int>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<int>("count"));

        public override string Map(int value)
        {
            _count!.Update(_count.Value() + 1);
            return $"{value}:{_count.Value()}";
        }
    }

    private sealed class Distinct : RichFilterFunction<int>
    {
        private IValueState<bool>? _seen;

        public override void Open(IKeyedRuntimeContext context) => _seen = context.GetState(new ValueStateDescriptor<bool>("seen"));

        public override bool Filter(int value)
        {
            if (_seen!.Value()) return false;
            _seen.Update(true);
            return true;
        }
    }

    private sealed class Numbering : RichFlatMapFunction<string, string>
    {
        private IValueState<int>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<int>("count"));

        public override void FlatMap(string value, Collector<string> output)
        {
            _count!.Update(_count.Value() + 1);
            output.Collect($"{value}:{_count.Value()}");
        }
    }

    private sealed class Summing : RichReduceFunction<int>
    {
        public override int Reduce(int kept, int value) => kept + value;
    }

    private sealed class Joining : RichReduceFunction<List<int>>
    {
        public override List<int> Reduce(List<int> kept, List<int> value)
        {
            kept.AddRange(value);
            return kept;
        }
    }

    private sealed class Mean : RichAggregateFunction<int, (int Sum, int Count), double>
    {
        public override (int Sum, int Count) CreateAccumulator() => default;

        public override (int Sum, int Count) Add(int value, (int Sum, int Count) accumulator) => (accumulator.Sum + value, accumulator.Count + 1);

        public override double GetResult((int Sum, int Count) accumulator) => (double)accumulator.Sum / accumulator.Count;

        public override (int Sum, int Count) Merge((int Sum, int Count) first, (int Sum, int Count) second) =>
            (first.Sum + second.Sum, first.Count + second.Count);
    }

    /// <summary>Adds 100 for each record but the first of a key, which a state of its own counts.</summary>
    private sealed class Weighing : RichAggregateFunction<(string Key, int N), int, int>
    {
        private IMapState<string, int>? _counts;

        public override void Open(IKeyedRuntimeContext context) => _counts = context.GetMapState(new MapStateDescriptor<string, int>("counts"));

        public override int CreateAccumulator() => 0;

        public override int Add((string Key, int N) value, int accumulator)
        {
            _counts!.TryGet(value.Key, out var before);
            _counts.Put(value.Key, before + 1);
            return accumulator + value.N + (before > 0 ? 100 : 0);
        }

        public override int GetResult(int accumulator) => accumulator;

        public override int Merge(int first, int second) => first + second;
    }

    private sealed class Living : RichMapFunction<int, int>
    {
        private int _subtask;

        public List<string> Calls { get; } = [];

        public override void Open(IRuntimeContext context)
        {
            _subtask = context.SubtaskIndex;
            Calls.Add("open");
        }

        public override int Map(int value) => _subtask;

        public override void Close() => Calls.Add("close");
    }
}

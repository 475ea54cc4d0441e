using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>The rules of the broadcast state pattern.</summary>
public sealed class BroadcastTests
{
    private static readonly MapStateDescriptor<string, int> Rules = new("rules");
    private static readonly MapStateDescriptor<string, int> Others = new("others");
    private static readonly ValueStateDescriptor<int> Value = new("value");
    private static readonly ListStateDescriptor<int> List = new("list");
    private static readonly MapStateDescriptor<int, int> Map = new("map");
    private static readonly ReducingStateDescriptor<int> Sum = new("sum", (a, b) => a + b);
    private static readonly AggregatingStateDescriptor<int, long, string> Average = new("aggregate", new Counting());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_subtask_has_the_broadcast_state_after_a_restore_at_any_parallelism(int parallelism)
    {
        using var harness = OperatorHarness.Of<int, string, int>((n, t) => n.Connect(t.Broadcast(Rules, Others)).Process(() => new Looking()));
        harness.Process(1, "a");
        harness.Process(1, "bb");
        var snapshot = harness.Snapshot();
        harness.Process(1, "later");
        using var once = OperatorHarness.Restore(snapshot, 3);
        once.Process(1, "ccc");
        using var twice = OperatorHarness.Restore(once.Snapshot(), parallelism);
        Assert.Equal(parallelism, twice.Subtasks.Count);
        foreach (var subtask in twice.Subtasks)
        {
            subtask.Process(0, 10);
            Assert.Equal([16], subtask.RecordsOf<int>());
        }
    }

    [Fact]
    public void A_state_that_was_not_given_to_Broadcast_is_refused_on_both_sides()
    {
        foreach (var input in new[] { 0, 1 })
        {
            using var harness = OperatorHarness.Of<int, string, int>((n, t) => n.Connect(t.Broadcast(Rules)).Process(() => new Wanting()));
            var failure = Fails(() => Give(harness, input));
            Assert.Contains("asks for the broadcast state 'others', and its broadcast side was given 'rules'", failure.Message, StringComparison.Ordinal);
            Assert.Contains("'BroadcastProcess'", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_of_other_types_is_refused()
    {
        var other = new MapStateDescriptor<int, int>("rules");
        using var harness = OperatorHarness.Of<int, string, int>(
            (n, t) => n.Connect(t.Broadcast(Rules)).Process(() => new Acting((_, context) => context.GetBroadcastState(other).Clear())));
        Assert.Contains("State 'rules' of operator 'BroadcastProcess'", Fails(() => harness.Process(1, "a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_descriptor_of_the_same_name_and_types_names_the_same_state()
    {
        using var harness = OperatorHarness.Of<int, string, int>((n, t) => n.Connect(t.Broadcast(Rules)).Process(() => new Acting(
            (text, context) => context.GetBroadcastState(new MapStateDescriptor<string, int>("rules")).Put(text, 3))));
        for (var i = 0; i < 100; i++) harness.Process(1, "a");
        harness.Process(0, 1);
        Assert.Equal([4], harness.RecordsOf<int>());
    }

    [Fact]
    public void Contexts_are_good_during_their_call_only()
    {
        IBroadcastContext? kept = null;
        using var harness = OperatorHarness.Of<int, string, int>(
            (n, t) => n.Connect(t.Broadcast(Rules)).Process(() => new Acting((_, context) => kept = context)));
        harness.Process(1, "a");
        Assert.Throws<InvalidOperationException>(() => kept!.GetBroadcastState(Rules));
        Assert.Throws<InvalidOperationException>(() => kept!.Timestamp);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_broadcast_state_that_is_kept_is_changed_in_calls_for_the_broadcast_side_only(bool keyed)
    {
        IBroadcastState<string, int>? kept = null;
        using var harness = keyed
            ? Keyed((_, context, _) => kept = context.GetBroadcastState(Rules), element: (_, _) => kept!.Put("data", 1))
            : OperatorHarness.Of<int, string, int>((n, t) => n.Connect(t.Broadcast(Rules)).Process(
                () => new Acting((_, context) => kept = context.GetBroadcastState(Rules), _ => kept!.Put("data", 1))));
        harness.Process(1, "a");
        foreach (var change in new Action[] { () => kept!.Put("b", 1), () => kept!.PutAll([]), () => kept!.Remove("b"), () => kept!.Clear() })
        {
            var refusal = Assert.Throws<InvalidOperationException>(change);
            Assert.StartsWith("Broadcast state 'rules' of operator '", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("was changed outside of a call for a record of the broadcast side", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Contains("was changed outside of a call", Fails(() => harness.Process(0, 1)).Message, StringComparison.Ordinal);
        Assert.Empty(kept!.Entries());
    }

    [Fact]
    public void A_function_may_fill_its_broadcast_state_before_the_first_record()
    {
        using var harness = OperatorHarness.Of<int, string, int>((n, t) => n.Connect(t.Broadcast(Rules)).Process(() => new Filling()));
        harness.Process(0, 1);
        Assert.Equal([4], harness.RecordsOf<int>());
    }

    [Fact]
    public void Keyed_state_is_not_touched_from_the_broadcast_side()
    {
        IValueState<int>? value = null;
        using var harness = Keyed((_, _, _) => value!.Update(1), open: context => value = context.GetState(Value));
        harness.Process(0, 1);
        var failure = Fails(() => harness.Process(1, "a"));
        Assert.Contains("Keyed state of operator 'KeyedBroadcastProcess' was touched", failure.Message, StringComparison.Ordinal);
        Assert.Contains("context.ApplyToKeyedState(descriptor, ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_of_keyed_state_between_calls_is_not_about_the_broadcast_side()
    {
        IValueState<int>? value = null;
        using var harness = Keyed((_, _, _) => { }, open: context => value = context.GetState(Value));
        harness.Process(1, "a");
        var failure = Assert.Throws<InvalidOperationException>(() => value!.Value());
        Assert.DoesNotContain("broadcast", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Timers_are_set_from_the_keyed_side_only(bool keyed)
    {
        using var harness = keyed
            ? Keyed((_, context, _) => context.TimerService.RegisterEventTimeTimer(1))
            : OperatorHarness.Of<int, string, int>((n, t) => n.Connect(t.Broadcast(Rules)).Process(
                () => new Acting((_, context) => context.TimerService.RegisterProcessingTimeTimer(1))));
        var failure = Fails(() => harness.Process(1, "a"));
        Assert.Contains("BroadcastProcess' sets or deletes a timer for a record of its broadcast side", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Set timers for records of the data side", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Timers_that_were_kept_are_not_set_for_keys_that_the_broadcast_side_reaches()
    {
        using var harness = OperatorHarness.Of<int, string, string>((n, t) => n.KeyBy(x => x).Connect(t.Broadcast(Rules)).Process(() => new Keeping()));
        harness.Process(0, 1);
        var failure = Fails(() => harness.Process(1, "a"));
        Assert.Contains("sets or deletes a timer for a record of its broadcast side", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_reaches_every_kind_of_keyed_state_key_by_key()
    {
        using var harness = Keyed(
            (_, context, output) =>
            {
                context.ApplyToKeyedState(Value, (key, state) => output.Collect($"value {key} {state.Value()}"));
                context.ApplyToKeyedState(List, (key, state) => output.Collect($"list {key} {string.Join("+", state.Get())}"));
                context.ApplyToKeyedState(Map, (key, state) => output.Collect($"map {key} {state.Entries().Count()}"));
                context.ApplyToKeyedState(Sum, (key, state) => output.Collect($"sum {key} {(state.TryGet(out var sum) ? sum : 0)}"));
                context.ApplyToKeyedState(Average, (key, state) => output.Collect($"aggregate {key} {(state.TryGet(out var text) ? text : "")}"));
            },
            open: Registered);
        foreach (var number in new[] { 1, 2, 11, 12, 21 }) harness.Process(0, number);
        harness.Process(1, "tell");
        Assert.Equal(
            [
                "aggregate 1 3", "aggregate 2 2", "list 1 1+11+21", "list 2 2+12", "map 1 3", "map 2 2", "sum 1 33", "sum 2 14", "value 1 21",
                "value 2 12",
            ],
            harness.RecordsOf<string>().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_function_may_remove_and_add_what_it_walks_through()
    {
        using var harness = Keyed(
            (_, context, output) => context.ApplyToKeyedState(Value, (key, state) =>
            {
                state.Clear();
                context.ApplyToKeyedState(List, (_, list) => list.Clear());
                // The key is the outer one again.
                Assert.False(state.TryGet(out var _));
                state.Update(key);
                Assert.Equal(key, state.Value());
                state.Clear();
                output.Collect($"{key}");
            }),
            open: Registered);
        for (var key = 0; key < 10; key++) harness.Process(0, key);
        harness.Process(1, "clear");
        Assert.Equal(10, harness.RecordsOf<string>().Count);
        harness.Process(1, "clear");
        Assert.Equal(10, harness.RecordsOf<string>().Count);
    }

    [Fact]
    public void Both_sides_and_timers_emit_to_tags()
    {
        var tag = new OutputTag<string>("side");
        using var harness = Keyed((text, context, _) => context.Output(tag, text), element: (_, context) => context.Output(tag, "element"));
        harness.Process(0, 1);
        harness.Process(1, "broadcast");
        Assert.Equal(["element", "broadcast"], harness.SideOutput(tag));
    }

    [Fact]
    public void Timers_fire_with_the_rules_of_their_time()
    {
        using var harness = OperatorHarness.Of<int, string, string>((n, t) => n.KeyBy(x => x).Connect(t.Broadcast(Rules)).Process(() => new Waiting()));
        harness.Process(0, 5);
        harness.Process(1, "abc");
        harness.ProcessWatermark(10, input: 0);
        Assert.Empty(harness.RecordsOf<string>());
        harness.ProcessWatermark(10, input: 1);
        harness.AdvanceProcessingTime(TimeSpan.FromMilliseconds(20));
        Assert.Equal(["5 EventTime abc", "5 ProcessingTime abc"], harness.RecordsOf<string>());
    }

    private static OperatorHarness Keyed(
        Action<string, IKeyedBroadcastContext<int>, Collector<string>> broadcast,
        Action<int, IKeyedReadOnlyBroadcastContext<int>>? element = null,
        Action<IKeyedRuntimeContext>? open = null) => OperatorHarness.Of<int, string, string>(
        (n, t) => n.KeyBy(x => x % 10).Connect(t.Broadcast(Rules)).Process(() => new KeyedActing(broadcast, element ?? ((_, _) => { }), open ?? (_ => { }))));

    private static void Registered(IKeyedRuntimeContext context) => context.GetState(Value);

    private static void Give(OperatorHarness harness, int input)
    {
        if (input == 0) harness.Process(0, 1);
        else harness.Process(1, "a");
    }

    private static Exception Fails(Action action) => Assert.Throws<OperatorFailedException>(action).InnerException!;

    private sealed class Looking : BroadcastProcessFunction<int, string, int>
    {
        public override void ProcessElement(int value, IReadOnlyBroadcastContext context, Collector<int> output) =>
            output.Collect(value + context.GetBroadcastState(Rules).Entries().Sum(e => e.Value));

        public override void ProcessBroadcastElement(string value, IBroadcastContext context, Collector<int> output) =>
            context.GetBroadcastState(Rules).Put(value, value.Length);
    }

    private sealed class Wanting : BroadcastProcessFunction<int, string, int>
    {
        public override void ProcessElement(int value, IReadOnlyBroadcastContext context, Collector<int> output) =>
            context.GetBroadcastState(Others).Contains("a");

        public override void ProcessBroadcastElement(string value, IBroadcastContext context, Collector<int> output) =>
            context.GetBroadcastState(Others).Clear();
    }

    private sealed class Filling : BroadcastProcessFunction<int, string, int>, ICheckpointedFunction
    {
        public void InitializeState(IFunctionInitializationContext context)
        {
            if (!context.IsRestored) context.OperatorStateStore.GetBroadcastState(Rules).Put("first", 3);
        }

        public void SnapshotState(IFunctionSnapshotContext context)
        {
        }

        public override void ProcessElement(int value, IReadOnlyBroadcastContext context, Collector<int> output) =>
            output.Collect(value + context.GetBroadcastState(Rules).Entries().Sum(e => e.Value));

        public override void ProcessBroadcastElement(string value, IBroadcastContext context, Collector<int> output)
        {
        }
    }

    private sealed class Acting(Action<string, IBroadcastContext> broadcast, Action<int>? element = null) : BroadcastProcessFunction<int, string, int>
    {
        public override void ProcessElement(int value, IReadOnlyBroadcastContext context, Collector<int> output)
        {
            element?.Invoke(value);
            output.Collect(value + context.GetBroadcastState(Rules).Entries().Sum(e => e.Value));
        }

        public override void ProcessBroadcastElement(string value, IBroadcastContext context, Collector<int> output) => broadcast(value, context);
    }

    private sealed class KeyedActing(
        Action<string, IKeyedBroadcastContext<int>, Collector<string>> broadcast,
        Action<int, IKeyedReadOnlyBroadcastContext<int>> element,
        Action<IKeyedRuntimeContext> open) : KeyedBroadcastProcessFunction<int, int, string, string>
    {
        private IValueState<int>? _value;
        private IListState<int>? _list;
        private IMapState<int, int>? _map;
        private IReducingState<int>? _sum;
        private IAggregatingState<int, string>? _aggregate;

        public override void Open(IKeyedRuntimeContext context)
        {
            open(context);
            _value = context.GetState(Value);
            _list = context.GetListState(List);
            _map = context.GetMapState(Map);
            _sum = context.GetReducingState(Sum);
            _aggregate = context.GetAggregatingState(Average);
        }

        public override void ProcessElement(int value, IKeyedReadOnlyBroadcastContext<int> context, Collector<string> output)
        {
            element(value, context);
            _value!.Update(value);
            _list!.Add(value);
            _map!.Put(value, value);
            _sum!.Add(value);
            _aggregate!.Add(value);
        }

        public override void ProcessBroadcastElement(string value, IKeyedBroadcastContext<int> context, Collector<string> output) =>
            broadcast(value, context, output);

        public override void OnTimer(long timestamp, IBroadcastOnTimerContext<int> context, Collector<string> output) => output.Collect("timer");
    }

    private sealed class Waiting : KeyedBroadcastProcessFunction<int, int, string, string>
    {
        public override void ProcessElement(int value, IKeyedReadOnlyBroadcastContext<int> context, Collector<string> output)
        {
            context.TimerService.RegisterEventTimeTimer(value);
            context.TimerService.RegisterProcessingTimeTimer(context.TimerService.CurrentProcessingTime + value);
        }

        public override void ProcessBroadcastElement(string value, IKeyedBroadcastContext<int> context, Collector<string> output) =>
            context.GetBroadcastState(Rules).Put(value, 1);

        public override void OnTimer(long timestamp, IBroadcastOnTimerContext<int> context, Collector<string> output) => output.Collect(
            $"{context.CurrentKey} {context.TimeDomain} {string.Join(",", context.GetBroadcastState(Rules).Entries().Select(e => e.Key))}");
    }

    private sealed class Counting : IAggregateFunction<int, long, string>
    {
        public long CreateAccumulator() => 0;

        public long Add(int value, long accumulator) => accumulator + 1;

        public string GetResult(long accumulator) => $"{accumulator}";

        public long Merge(long first, long second) => first + second;
    }

    /// <summary>Keeps the timers of the data side for the broadcast side.</summary>
    private sealed class Keeping : KeyedBroadcastProcessFunction<int, int, string, string>
    {
        private IValueState<int>? _value;
        private ITimerService? _timers;

        public override void Open(IKeyedRuntimeContext context) => _value = context.GetState(Value);

        public override void ProcessElement(int value, IKeyedReadOnlyBroadcastContext<int> context, Collector<string> output)
        {
            _value!.Update(value);
            _timers = context.TimerService;
        }

        public override void ProcessBroadcastElement(string value, IKeyedBroadcastContext<int> context, Collector<string> output) =>
            context.ApplyToKeyedState(Value, (_, _) => _timers!.RegisterEventTimeTimer(5));

        public override void OnTimer(long timestamp, IBroadcastOnTimerContext<int> context, Collector<string> output) => output.Collect("fired");
    }
}

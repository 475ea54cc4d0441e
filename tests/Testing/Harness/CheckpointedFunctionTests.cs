using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>What functions hear of restores and checkpoints.</summary>
public sealed class CheckpointedFunctionTests
{
    [Fact]
    public void A_function_is_initialized_before_it_is_opened_and_told_what_it_is_restored_from()
    {
        List<string> told = [];
        using var harness = OperatorHarness.Of<int, int>(n => n.Process(() => new Buffering(told)));
        Assert.Equal(["initialize False ", "open 0"], told);
        harness.Process(1);
        harness.Process(2);
        harness.Snapshot();
        var snapshot = harness.Snapshot();
        harness.Process(3);
        told.Clear();
        using var restored = OperatorHarness.Restore(snapshot);
        Assert.Equal(["initialize True 2", "open 2"], told);
        restored.Process(4);
        Assert.Equal([3], restored.Records);
    }

    [Fact]
    public void A_snapshot_has_the_number_and_the_time_of_the_checkpoint()
    {
        List<string> told = [];
        using var harness = OperatorHarness.Of<int, int>(n => n.Process(() => new Buffering(told)));
        told.Clear();
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        var number = harness.Snapshot().CheckpointId;
        harness.CompleteCheckpoint(number);
        harness.AbortCheckpoint(number + 1);
        Assert.Equal(
            [$"snapshot {number} {harness.Clock.GetUtcNow().ToUnixTimeMilliseconds()}", $"complete {number}", $"aborted {number + 1}"], told);
    }

    [Fact]
    public void Lists_are_split_and_united_when_the_parallelism_changes()
    {
        using var harness = OperatorHarness.Of<int, int>(n => n.Process(() => new Buffering([])));
        for (var i = 0; i < 6; i++) harness.Process(i);
        using var split = OperatorHarness.Restore(harness.Snapshot(), 3);
        foreach (var subtask in split.Subtasks) subtask.Process(0, 7);
        Assert.Equal([3, 3, 3], split.Records);

        using var uniting = OperatorHarness.Of<int, int>(n => n.Map(() => new Uniting()));
        uniting.Process(5);
        using var two = OperatorHarness.Restore(uniting.Snapshot(), 2);
        using var three = OperatorHarness.Restore(two.Snapshot(), 3);
        three.Subtasks[2].Process(0, 1);
        Assert.Equal([11], three.Records);
    }

    public static TheoryData<string> Kinds => [.. Programs.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_function_with_a_life_hears_of_checkpoints(string kind)
    {
        List<string> told = [];
        _told = told;
        using var harness = Programs[kind]();
        Assert.Equal(["initialize"], told);
        var snapshot = harness.Snapshot();
        harness.CompleteCheckpoint(snapshot.CheckpointId);
        harness.AbortCheckpoint(2);
        Assert.Equal(["initialize", "snapshot 1", "complete 1", "aborted 2"], told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Keyed_state_is_there_where_the_stream_is_keyed(bool keyed)
    {
        if (keyed)
        {
            using var harness = OperatorHarness.Of<int, int>(n => n.KeyBy(x => x).Map(() => new KeyedCount()));
            harness.Process(3);
            harness.Process(3);
            Assert.Equal([1, 2], harness.Records);
            return;
        }

        var failure = Assert.Throws<OperatorFailedException>(() => OperatorHarness.Of<int, int>(n => n.Map(() => new KeyedCount())));
        Assert.Contains("The stream of operator 'Map' is not keyed", failure.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listener_need_not_hear_of_aborts()
    {
        using var harness = OperatorHarness.Of<int, int>(n => n.Map(() => new Completing()));
        harness.AbortCheckpoint(1);
        harness.CompleteCheckpoint(2);
        harness.Process(0);
        Assert.Equal([2], harness.Records);
    }

    [Fact]
    public void A_failing_snapshot_names_the_operator()
    {
        using var harness = OperatorHarness.Of<int, int>(n => n.Map(() => new FailingSnapshot()).WithName("fails"));
        var failure = Assert.Throws<OperatorFailedException>(() => harness.Snapshot());
        Assert.Contains("'fails'", failure.Message, StringComparison.Ordinal);
        Assert.Equal("no", failure.InnerException!.Message);
    }

    private static readonly MapStateDescriptor<int, int> Rules = new("rules");

    private static readonly Dictionary<string, Func<OperatorHarness>> Programs = new()
    {
        ["Map"] = () => OperatorHarness.Of<int, int>(n => n.Map(() => new TellingMap())),
        ["Filter"] = () => OperatorHarness.Of<int, int>(n => n.Filter(() => new TellingFilter())),
        ["FlatMap"] = () => OperatorHarness.Of<int, int>(n => n.FlatMap(() => new TellingFlatMap())),
        ["Process"] = () => OperatorHarness.Of<int, int>(n => n.Process(() => new TellingProcess())),
        ["KeyedMap"] = () => OperatorHarness.Of<int, int>(n => n.KeyBy(x => x).Map(() => new TellingMap())),
        ["KeyedFilter"] = () => OperatorHarness.Of<int, int>(n => n.KeyBy(x => x).Filter(() => new TellingFilter())),
        ["KeyedFlatMap"] = () => OperatorHarness.Of<int, int>(n => n.KeyBy(x => x).FlatMap(() => new TellingFlatMap())),
        ["Reduce"] = () => OperatorHarness.Of<int, int>(n => n.KeyBy(x => x).Reduce(() => new TellingReduce())),
        ["Aggregate"] = () => OperatorHarness.Of<int, int>(n => n.KeyBy(x => x).Aggregate(() => new TellingAggregate())),
        ["KeyedProcess"] = () => OperatorHarness.Of<int, int>(n => n.KeyBy(x => x).Process(() => new TellingKeyedProcess())),
        ["CoMap"] = () => OperatorHarness.Of<int, int, int>((a, b) => a.Connect(b).Map(() => new TellingCoMap())),
        ["CoFlatMap"] = () => OperatorHarness.Of<int, int, int>((a, b) => a.Connect(b).FlatMap(() => new TellingCoFlatMap())),
        ["CoProcess"] = () => OperatorHarness.Of<int, int, int>((a, b) => a.Connect(b).Process(() => new TellingCoProcess())),
        ["KeyedCoMap"] = () => OperatorHarness.Of<int, int, int>((a, b) => a.Connect(b).KeyBy(x => x, x => x).Map(() => new TellingCoMap())),
        ["KeyedCoFlatMap"] = () => OperatorHarness.Of<int, int, int>((a, b) => a.Connect(b).KeyBy(x => x, x => x).FlatMap(() => new TellingCoFlatMap())),
        ["KeyedCoProcess"] = () => OperatorHarness.Of<int, int, int>((a, b) => a.Connect(b).KeyBy(x => x, x => x).Process(() => new TellingKeyedCoProcess())),
        ["BroadcastProcess"] = () => OperatorHarness.Of<int, int, int>((a, b) => a.Connect(b.Broadcast(Rules)).Process(() => new TellingBroadcast())),
        ["KeyedBroadcastProcess"] = () => OperatorHarness.Of<int, int, int>(
            (a, b) => a.KeyBy(x => x).Connect(b.Broadcast(Rules)).Process(() => new TellingKeyedBroadcast())),
    };

    [ThreadStatic]
    private static List<string>? _told;

    /// <summary>Keeps records in a field, and writes them into its state at a snapshot; emits how many it has.</summary>
    private sealed class Buffering(List<string> told) : ProcessFunction<int, int>, ICheckpointedFunction, ICheckpointListener
    {
        private readonly List<int> _buffered = [];
        private IOperatorListState<int>? _state;

        public void InitializeState(IFunctionInitializationContext context)
        {
            told.Add($"initialize {context.IsRestored} {context.RestoredCheckpointId}");
            _state = context.OperatorStateStore.GetListState(new ListStateDescriptor<int>("buffered"));
            _buffered.AddRange(_state.Get());
        }

        public override void Open(IRuntimeContext context) => told.Add($"open {_buffered.Count}");

        public override void ProcessElement(int value, IProcessContext context, Collector<int> output)
        {
            _buffered.Add(value);
            output.Collect(_buffered.Count);
        }

        public void SnapshotState(IFunctionSnapshotContext context)
        {
            told.Add($"snapshot {context.CheckpointId} {context.CheckpointTimestamp}");
            _state!.Update(_buffered);
        }

        public void NotifyCheckpointComplete(long checkpointId) => told.Add($"complete {checkpointId}");

        public void NotifyCheckpointAborted(long checkpointId) => told.Add($"aborted {checkpointId}");
    }

    /// <summary>Begins with the sum of all subtasks, and writes it down by one of them.</summary>
    private sealed class Uniting : RichMapFunction<int, int>, ICheckpointedFunction
    {
        private IOperatorListState<int>? _state;
        private int _sum;

        public void InitializeState(IFunctionInitializationContext context)
        {
            _state = context.OperatorStateStore.GetUnionListState(new ListStateDescriptor<int>("sums"));
            _sum = _state.Get().Sum();
        }

        public override int Map(int value) => _sum += value;

        public void SnapshotState(IFunctionSnapshotContext context) => _state!.Update([_sum]);
    }

    private sealed class KeyedCount : RichMapFunction<int, int>, ICheckpointedFunction
    {
        private IValueState<int>? _count;

        public void InitializeState(IFunctionInitializationContext context) =>
            _count = context.KeyedStateStore.GetState(new ValueStateDescriptor<int>("count"));

        public override int Map(int value)
        {
            _count!.Update(_count.Value() + 1);
            return _count.Value();
        }

        public void SnapshotState(IFunctionSnapshotContext context)
        {
        }
    }

    private sealed class Completing : RichMapFunction<int, int>, ICheckpointListener
    {
        private int _last;

        public override int Map(int value) => _last;

        public void NotifyCheckpointComplete(long checkpointId) => _last = (int)checkpointId;
    }

    private sealed class FailingSnapshot : RichMapFunction<int, int>, ICheckpointedFunction
    {
        public override int Map(int value) => value;

        public void InitializeState(IFunctionInitializationContext context)
        {
        }

        public void SnapshotState(IFunctionSnapshotContext context) => throw new InvalidOperationException("no");
    }

    private interface ITelling : ICheckpointedFunction, ICheckpointListener
    {
        void ICheckpointedFunction.InitializeState(IFunctionInitializationContext context) => _told!.Add("initialize");

        void ICheckpointedFunction.SnapshotState(IFunctionSnapshotContext context) => _told!.Add($"snapshot {context.CheckpointId}");

        void ICheckpointListener.NotifyCheckpointComplete(long checkpointId) => _told!.Add($"complete {checkpointId}");

        void ICheckpointListener.NotifyCheckpointAborted(long checkpointId) => _told!.Add($"aborted {checkpointId}");
    }

    private sealed class TellingMap : RichMapFunction<int, int>, ITelling
    {
        public override int Map(int value) => value;
    }

    private sealed class TellingFilter : RichFilterFunction<int>, ITelling
    {
        public override bool Filter(int value) => true;
    }

    private sealed class TellingFlatMap : RichFlatMapFunction<int, int>, ITelling
    {
        public override void FlatMap(int value, Collector<int> output) => output.Collect(value);
    }

    private sealed class TellingReduce : RichReduceFunction<int>, ITelling
    {
        public override int Reduce(int kept, int value) => kept;
    }

    private sealed class TellingAggregate : RichAggregateFunction<int, int, int>, ITelling
    {
        public override int CreateAccumulator() => 0;

        public override int Add(int value, int accumulator) => accumulator;

        public override int GetResult(int accumulator) => accumulator;

        public override int Merge(int first, int second) => first;
    }

    private sealed class TellingProcess : ProcessFunction<int, int>, ITelling
    {
        public override void ProcessElement(int value, IProcessContext context, Collector<int> output) => output.Collect(value);
    }

    private sealed class TellingKeyedProcess : KeyedProcessFunction<int, int, int>, ITelling
    {
        public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<int> output) => output.Collect(value);
    }

    private sealed class TellingCoMap : RichCoMapFunction<int, int, int>, ITelling
    {
        public override int Map1(int value) => value;

        public override int Map2(int value) => value;
    }

    private sealed class TellingCoFlatMap : RichCoFlatMapFunction<int, int, int>, ITelling
    {
        public override void FlatMap1(int value, Collector<int> output) => output.Collect(value);

        public override void FlatMap2(int value, Collector<int> output) => output.Collect(value);
    }

    private sealed class TellingCoProcess : CoProcessFunction<int, int, int>, ITelling
    {
        public override void ProcessElement1(int value, IProcessContext context, Collector<int> output) => output.Collect(value);

        public override void ProcessElement2(int value, IProcessContext context, Collector<int> output) => output.Collect(value);
    }

    private sealed class TellingKeyedCoProcess : KeyedCoProcessFunction<int, int, int, int>, ITelling
    {
        public override void ProcessElement1(int value, IKeyedProcessContext<int> context, Collector<int> output) => output.Collect(value);

        public override void ProcessElement2(int value, IKeyedProcessContext<int> context, Collector<int> output) => output.Collect(value);
    }

    private sealed class TellingBroadcast : BroadcastProcessFunction<int, int, int>, ITelling
    {
        public override void ProcessElement(int value, IReadOnlyBroadcastContext context, Collector<int> output) => output.Collect(value);

        public override void ProcessBroadcastElement(int value, IBroadcastContext context, Collector<int> output) => output.Collect(value);
    }

    private sealed class TellingKeyedBroadcast : KeyedBroadcastProcessFunction<int, int, int, int>, ITelling
    {
        public override void ProcessElement(int value, IKeyedReadOnlyBroadcastContext<int> context, Collector<int> output) => output.Collect(value);

        public override void ProcessBroadcastElement(int value, IKeyedBroadcastContext<int> context, Collector<int> output) => output.Collect(value);
    }
}

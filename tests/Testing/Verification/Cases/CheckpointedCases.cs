using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;
using static FlowActors.Tests.Verification.Cases.Scripts;

namespace FlowActors.Tests.Verification.Cases;

/// <summary>Functions that keep state of their subtask.</summary>
internal static class CheckpointedCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("flatMap with a list of its subtask", "RichFlatMapOperator", () => OperatorVerification.Verify<long, long>(n => n.FlatMap(() => new InThrees()), Numbers)),
        new("map with a list of all subtasks", "RichMapOperator", () => OperatorVerification.Verify<long, long>(n => n.Map(() => new Summing()), Numbers)),
        new("process with a map of its own that is the same everywhere", "ProcessOperator", () => OperatorVerification.Verify<string, string>(
            n => n.Process(() => new Spelling()), Texts)),
        new("process of two streams with a list of its subtask", "CoProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.Connect(b).Process(() => new Lending()), NumbersAndTexts)),
        new("keyed map with state of its key from its initialization", "KeyedMapOperator", () => OperatorVerification.Verify<string, string>(
            n => n.KeyBy(x => x).Map(() => new Counting()), Texts)),
    ];

    /// <summary>Hands records on three at a time; those that wait are in a field.</summary>
    private sealed class InThrees : RichFlatMapFunction<long, long>, ICheckpointedFunction
    {
        private readonly List<long> _waiting = [];
        private IOperatorListState<long>? _state;

        public void InitializeState(IFunctionInitializationContext context)
        {
            _state = context.OperatorStateStore.GetListState(new ListStateDescriptor<long>("waiting"));
            _waiting.AddRange(_state.Get());
        }

        public override void FlatMap(long value, Collector<long> output)
        {
            _waiting.Add(value);
            if (_waiting.Count < 3) return;
            foreach (var one in _waiting) output.Collect(one);
            _waiting.Clear();
        }

        public void SnapshotState(IFunctionSnapshotContext context) => _state!.Update(_waiting);
    }

    /// <summary>Sums all records up; begins with the sum of all subtasks.</summary>
    private sealed class Summing : RichMapFunction<long, long>, ICheckpointedFunction
    {
        private IOperatorListState<long>? _state;
        private long _sum;

        public void InitializeState(IFunctionInitializationContext context)
        {
            _state = context.OperatorStateStore.GetUnionListState(new ListStateDescriptor<long>("sums"));
            _sum = _state.Get().Sum();
        }

        public override long Map(long value) => _sum += value;

        public void SnapshotState(IFunctionSnapshotContext context) => _state!.Update([_sum]);
    }

    /// <summary>Numbers words as they come first, in a map that it writes at each.</summary>
    private sealed class Spelling : ProcessFunction<string, string>, ICheckpointedFunction
    {
        private IBroadcastState<string, int>? _numbers;

        public void InitializeState(IFunctionInitializationContext context) =>
            _numbers = context.OperatorStateStore.GetBroadcastState(new MapStateDescriptor<string, int>("numbers"));

        public override void ProcessElement(string value, IProcessContext context, Collector<string> output)
        {
            if (!_numbers!.TryGet(value, out var number)) _numbers.Put(value, number = _numbers.Entries().Count());
            output.Collect($"{value} {number}");
        }

        public void SnapshotState(IFunctionSnapshotContext context)
        {
        }
    }

    /// <summary>Gives each number the texts that have come since the one before.</summary>
    private sealed class Lending : CoProcessFunction<long, string, string>, ICheckpointedFunction
    {
        private IOperatorListState<string>? _texts;

        public void InitializeState(IFunctionInitializationContext context) =>
            _texts = context.OperatorStateStore.GetListState(new ListStateDescriptor<string>("texts"));

        public override void ProcessElement1(long value, IProcessContext context, Collector<string> output)
        {
            output.Collect($"{value} {string.Join(",", _texts!.Get())}");
            _texts.Clear();
        }

        public override void ProcessElement2(string value, IProcessContext context, Collector<string> output) => _texts!.Add(value);

        public void SnapshotState(IFunctionSnapshotContext context)
        {
        }
    }

    private sealed class Counting : RichMapFunction<string, string>, ICheckpointedFunction
    {
        private IValueState<int>? _count;

        public void InitializeState(IFunctionInitializationContext context) =>
            _count = context.KeyedStateStore.GetState(new ValueStateDescriptor<int>("count"));

        public override string Map(string value)
        {
            _count!.Update(_count.Value() + 1);
            return $"{value} {_count.Value()}";
        }

        public void SnapshotState(IFunctionSnapshotContext context)
        {
        }
    }
}

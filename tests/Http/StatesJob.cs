using System.Globalization;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Http.Tests;

internal readonly record struct Place(string Name, int Floor);

/// <summary>A job whose state does not change any more once it has read a thousand numbers, and which goes on.</summary>
internal sealed class StatesJob(string backend) : IStreamJob
{
    public const int Keys = 20;
    public const int Numbers = 1_000;

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        env.SetStateBackend(backend).SetParallelism(3);
        var numbers = env.Generate<long>(null, i => i, recordsPerSecond: 20_000).WithUid("numbers").WithParallelism(1).Filter(n => n < Numbers).WithParallelism(1);
        numbers.KeyBy(n => n % Keys).Process(() => new Keep()).WithUid("kept").Discard();
        numbers.KeyBy(n => new Place($"floor/{n % 3}, north.", (int)(n % 3))).Reduce((a, b) => a + b).WithUid("sums").WithQueryableState().Discard();
        numbers.KeyBy(n => $"{n % 2}").Process(() => new KeepText()).WithUid("texts").Discard();
    }

    private sealed class Keep : KeyedProcessFunction<long, long, string>
    {
        private IValueState<long>? _count;
        private IListState<long>? _numbers;
        private IMapState<Place, decimal>? _places;
        private IMapState<string, long>? _names;
        private IValueState<long>? _hidden;

        public override void Open(IKeyedRuntimeContext context)
        {
            _count = context.GetState(new ValueStateDescriptor<long>("count") { IsQueryable = true });
            _numbers = context.GetListState(new ListStateDescriptor<long>("numbers") { IsQueryable = true });
            _places = context.GetMapState(new MapStateDescriptor<Place, decimal>("places") { IsQueryable = true });
            _names = context.GetMapState(new MapStateDescriptor<string, long>("names") { IsQueryable = true });
            _hidden = context.GetState(new ValueStateDescriptor<long>("hidden"));
        }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            _count!.Update((_count.TryGet(out var count) ? count : 0) + 1);
            _numbers!.Add(value);
            _places!.Put(new Place("here", (int)(value % 2)), value / 2m);
            _names!.Put($"n{value % 2}", (1L << 53) + value);
            _hidden!.Update(value);
        }
    }

    private sealed class KeepText : KeyedProcessFunction<string, long, string>
    {
        private IValueState<string>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<string>("count") { IsQueryable = true });

        public override void ProcessElement(long value, IKeyedProcessContext<string> context, Collector<string> output)
        {
            if (!_count!.TryGet(out var before) || long.Parse(before.AsSpan(1..^1), CultureInfo.InvariantCulture) < value) _count.Update($"<{value}>");
        }
    }
}

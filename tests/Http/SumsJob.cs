using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Http.Tests;

/// <summary>
/// A job that never ends and counts what it reads, once by key and once in all: at any barrier the counts sum up to the total. It fails as often as it is told to.
/// </summary>
internal sealed class SumsJob(string backend, Failures? failures = null, bool isSlow = false, TimeSpan? restartsAfter = null) : IStreamJob
{
    public const int Keys = 20;

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        env.SetStateBackend(backend).SetParallelism(2).SetRestartStrategy(new RestartStrategy.FixedDelay(1_000, restartsAfter ?? TimeSpan.FromMilliseconds(50)));
        var numbers = env.Generate<long>(null, i => i, recordsPerSecond: 5_000).WithUid("numbers").WithParallelism(1);
        numbers.KeyBy(n => n % Keys).Process(() => new Count(failures)).WithUid("counts").Discard();
        numbers.KeyBy(n => "all").Process(() => new Total(isSlow)).WithUid("total").Discard();
    }

    private sealed class Count(Failures? failures) : KeyedProcessFunction<long, long, string>
    {
        private IValueState<long>? _count;
        private IMapState<long, long>? _last;
        private IListState<long>? _first;
        private IValueState<long>? _hidden;

        public override void Open(IKeyedRuntimeContext context)
        {
            _count = context.GetState(new ValueStateDescriptor<long>("count") { IsQueryable = true });
            _last = context.GetMapState(new MapStateDescriptor<long, long>("last") { IsQueryable = true });
            _first = context.GetListState(new ListStateDescriptor<long>("first") { IsQueryable = true });
            _hidden = context.GetState(new ValueStateDescriptor<long>("hidden"));
        }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            failures?.ThrowIfAsked();
            var count = (_count!.TryGet(out var before) ? before : 0) + 1;
            _count.Update(count);
            _last!.Put(count % 3, count);
            if (count <= 3) _first!.Add(value);
            _hidden!.Update(value);
        }
    }

    private sealed class Total(bool isSlow) : KeyedProcessFunction<string, long, string>
    {
        private IValueState<long>? _total;

        public override void Open(IKeyedRuntimeContext context) => _total = context.GetState(new ValueStateDescriptor<long>("total") { IsQueryable = true });

        public override void ProcessElement(long value, IKeyedProcessContext<string> context, Collector<string> output)
        {
            // So that its input is always full.
            if (isSlow) Thread.SpinWait(20_000);
            _total!.Update((_total.TryGet(out var total) ? total : 0) + 1);
        }
    }
}

/// <summary>Lets a job fail, once for each time that it is asked to.</summary>
internal sealed class Failures
{
    private int _asked;

    public void Ask() => Interlocked.Increment(ref _asked);

    public void ThrowIfAsked()
    {
        if (Volatile.Read(ref _asked) == 0) return;
        if (Interlocked.Decrement(ref _asked) >= 0) throw new InvalidOperationException("It is to fail.");
        Interlocked.Increment(ref _asked);
    }
}

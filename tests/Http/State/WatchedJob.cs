using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Http.Tests.State;

/// <summary>What a test lets the state of its job be.</summary>
internal sealed class Steps
{
    private long _value;
    private int _fails;

    /// <summary>What every key has soon; 0 for nothing.</summary>
    public long Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }

    /// <summary>The next record fails.</summary>
    public void Fail() => Volatile.Write(ref _fails, 1);

    public void ThrowIfFailing()
    {
        if (Interlocked.Exchange(ref _fails, 0) == 1) throw new InvalidOperationException("It is to fail.");
    }
}

/// <summary>A job whose state is what a test says.</summary>
internal sealed class WatchedJob(Steps steps, string backend, TimeSpan restartDelay) : IStreamJob
{
    public const int Keys = 10;

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        env.SetStateBackend(backend).SetParallelism(3).SetRestartStrategy(new RestartStrategy.FixedDelay(10, restartDelay));
        env.Generate<long>(null, i => i, recordsPerSecond: 20_000).KeyBy(n => n % Keys).Process(() => new Follow(steps)).WithUid("follow").Discard();
    }

    private sealed class Follow(Steps steps) : KeyedProcessFunction<long, long, string>
    {
        private IValueState<long>? _value;
        private IListState<long>? _list;
        private IMapState<string, long>? _map;

        public override void Open(IKeyedRuntimeContext context)
        {
            _value = context.GetState(new ValueStateDescriptor<long>("value") { IsQueryable = true });
            _list = context.GetListState(new ListStateDescriptor<long>("list") { IsQueryable = true });
            _map = context.GetMapState(new MapStateDescriptor<string, long>("map") { IsQueryable = true });
        }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            steps.ThrowIfFailing();
            var wanted = steps.Value;
            if ((_value!.TryGet(out var now) ? now : 0) == wanted) return;
            if (wanted == 0)
            {
                _value.Clear();
                _list!.Clear();
                _map!.Clear();
                return;
            }

            _value.Update(wanted);
            _list!.Add(wanted);
            _map!.Put($"v{wanted}", wanted);
        }
    }
}

using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Http.Tests.State;

/// <summary>A job that keeps maps of which one is larger than an answer, and a state whose operator, name and keys have slashes; both as soon as it has read so many numbers.</summary>
internal sealed class MapsJob(string backend) : IStreamJob
{
    /// <summary>The entries of the map of the key 1; the key 0 has a tenth of them.</summary>
    public const int Entries = 2_000;

    public const string Last = "/jobs/the%20job/state/counts?key=%22last%22";

    /// <summary>What an entry has.</summary>
    public static string ValueOf(long entry) => $"{entry}:{new string('x', 300)}";

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        env.SetStateBackend(backend).SetParallelism(2).EnableCheckpointing(TimeSpan.FromMilliseconds(100));
        var numbers = env.Generate<long>(null, i => i, recordsPerSecond: 50_000).WithUid("numbers").WithParallelism(1).Filter(n => n <= Entries).WithParallelism(1);
        numbers.KeyBy(n => n % 10 == 0 ? 0L : 1L).Process(() => new KeepMaps()).WithUid("kept").Discard();
        numbers.KeyBy(n => n == Entries ? "last" : $"{n % 3}/of 3%2F").Process(() => new KeepCounts()).WithUid("by/rest").Discard();
    }

    private sealed class KeepMaps : KeyedProcessFunction<long, long, string>
    {
        private IMapState<long, string>? _texts;
        private IMapState<string, decimal>? _named;

        public override void Open(IKeyedRuntimeContext context)
        {
            _texts = context.GetMapState(new MapStateDescriptor<long, string>("texts") { IsQueryable = true });
            _named = context.GetMapState(new MapStateDescriptor<string, decimal>("named") { IsQueryable = true });
        }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            _texts!.Put(value, ValueOf(value));
            _named!.Put(value % 20 == 0 ? "a/b" : $"n{value % 4}", value / 2m);
        }
    }

    private sealed class KeepCounts : KeyedProcessFunction<string, long, string>
    {
        private IValueState<long>? _plain;
        private IValueState<long>? _slashed;

        public override void Open(IKeyedRuntimeContext context)
        {
            _plain = context.GetState(new ValueStateDescriptor<long>("counts") { IsQueryable = true });
            _slashed = context.GetState(new ValueStateDescriptor<long>("counts/%2Fall") { IsQueryable = true });
        }

        public override void ProcessElement(long value, IKeyedProcessContext<string> context, Collector<string> output)
        {
            _plain!.Update(value);
            _slashed!.Update(value);
        }
    }
}

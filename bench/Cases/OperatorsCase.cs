using FlowActors.Bench.Baselines;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>What a record costs in operators with two inputs, and in such with two outputs.</summary>
internal sealed class OperatorsCase : CompositeCase
{
    private const long EachSide = 50_000_000;
    private const long Records = 200_000_000;

    public override string Name => "operators";

    public override string Summary => "coMap of two sources, broadcast state, side output; parallelism 1";

    public override IReadOnlyList<BenchCase> Parts { get; } =
    [
        Part("connect", "coMap of two sources", work => new ConnectLoop("loop", EachSide, work), work => OperatorsJobs.Connect(work, EachSide)),
        Part("broadcast", "broadcast state", work => new BroadcastLoop("loop", Records, work), work => OperatorsJobs.Broadcast(work, Records)),
        Part("sideoutput", "a side output", work => new SideOutputLoop("loop", Records, work), work => OperatorsJobs.SideOutput(work, Records)),
    ];

    private static PairCase Part(
        string name, string summary, Func<OperatorsWork, Contender> loop, Func<OperatorsWork, Action<StreamExecutionEnvironment, Total>> job) =>
        new(name, $"{summary}; parallelism 1", () =>
        {
            var work = new OperatorsWork();
            var baseline = loop(work);
            return (new EngineJob("engine", baseline.Records, baseline.Expected, new EngineHost(nodes: 1), job(work)), baseline);
        });

    /// <summary>A job against a loop.</summary>
    private sealed class PairCase(string name, string summary, Func<(EngineJob Engine, Contender Loop)> create) : ComparisonCase
    {
        public override string Name => name;

        public override string Summary => summary;

        protected override IReadOnlyList<Figure> Figures =>
        [
            new CpuRatio($"{name}/loop", "engine", "loop"), new AllocatedBytes($"{name}-bytes-per-record", "engine"),
        ];

        protected override IReadOnlyList<Contender> CreateContenders()
        {
            var (engine, loop) = create();
            return [engine, loop];
        }
    }
}

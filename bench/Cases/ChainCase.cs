using FlowActors.Bench.Baselines;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>What a record costs inside a chain.</summary>
internal sealed class ChainCase : ComparisonCase
{
    private const long Records = 200_000_000;
    private const long AkkaStreamsRecords = 10_000_000;

    public override string Name => "chain";

    public override string Summary => "longs → map → filter → map → sum, parallelism 1";

    protected override IReadOnlyList<Figure> Figures =>
    [
        new WallRatio("chain/loop", "engine", "loop"),
        new WallRatio("chain/akka-streams", "engine", "akka-streams"),
        new WallRatio("chain/rx", "engine", "rx"),
        new AllocatedBytes("chain-bytes-per-record", "engine"),
    ];

    protected override IReadOnlyList<Contender> CreateContenders()
    {
        var work = new ChainWork();
        var loop = new ChainLoop("loop", Records, work);
        return
        [
            new EngineJob("engine", Records, loop.Expected, new EngineHost(nodes: 1), ChainJob.Build(work, Records)),
            loop,
            new ChainRx("rx", Records, work),
            new ChainAkkaStreams("akka-streams", AkkaStreamsRecords, work),
        ];
    }
}

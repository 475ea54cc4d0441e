using FlowActors.Bench.Baselines;
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

    protected override IReadOnlyList<Figure> Figures => [];

    protected override IReadOnlyList<Contender> CreateContenders()
    {
        var work = new ChainWork();
        return
        [
            new ChainLoop("loop", Records, work),
            new ChainRx("rx", Records, work),
            new ChainAkkaStreams("akka-streams", AkkaStreamsRecords, work),
        ];
    }
}

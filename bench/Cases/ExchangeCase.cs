using FlowActors.Bench.Baselines;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>What a record costs that goes from one node to another.</summary>
internal sealed class ExchangeCase : ComparisonCase
{
    private const int Keys = 1_000;
    private const long Records = 40_000_000;

    public override string Name => "exchange";

    public override string Summary => "records of 32 bytes → keyBy → count, from node to node over loopback";

    protected override IReadOnlyList<Figure> Figures => [];

    protected override IReadOnlyList<Contender> CreateContenders()
    {
        var work = ExchangeWork.Create(Records, [.. Enumerable.Range(0, Keys).Select(i => (long)i)]);
        return [new ExchangeTcp("tcp", work, KeyedWork.Expected(Records, Keys))];
    }
}

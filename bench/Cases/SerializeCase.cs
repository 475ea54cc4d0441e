using FlowActors.Bench.Baselines;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>What a record costs on its way into bytes and back.</summary>
internal sealed class SerializeCase : ComparisonCase
{
    private const long Records = 30_000_000;

    public override string Name => "serialize";

    public override string Summary => "a record of six members into bytes and back";

    protected override IReadOnlyList<Figure> Figures => [];

    protected override IReadOnlyList<Contender> CreateContenders()
    {
        var orders = Orders.Table();
        return
        [
            new HandwrittenEncode("serialize handwritten", Records, orders),
            new HandwrittenDecode("deserialize handwritten", Records, orders),
        ];
    }
}

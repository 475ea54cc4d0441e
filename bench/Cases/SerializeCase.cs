using FlowActors.Bench.Baselines;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>What a record costs on its way into bytes and back.</summary>
internal sealed class SerializeCase : ComparisonCase
{
    private const long Records = 30_000_000;

    public override string Name => "serialize";

    public override string Summary => "a record of six members into bytes and back";

    protected override IReadOnlyList<Figure> Figures =>
    [
        new WallRatio("serialize/handwritten", "serialize", "serialize handwritten"),
        new WallRatio("deserialize/handwritten", "deserialize", "deserialize handwritten"),
    ];

    protected override IReadOnlyList<Contender> CreateContenders()
    {
        var orders = Orders.Table();
        var encode = new HandwrittenEncode("serialize handwritten", Records, orders);
        var decode = new HandwrittenDecode("deserialize handwritten", Records, orders);
        return
        [
            new EngineSerialize("serialize", Records, orders, encode), encode,
            new EngineDeserialize("deserialize", Records, orders, decode), decode,
        ];
    }
}

using FlowActors.Bench.Baselines;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Serialization;

namespace FlowActors.Bench.Cases;

/// <summary>What a record costs that goes from one node to another.</summary>
internal sealed class ExchangeCase : ComparisonCase
{
    private const int Keys = 1_000;
    private const int Nodes = 2;
    private const int MaxParallelism = 128;
    private const long Records = 100_000_000;

    public override string Name => "exchange";

    public override string Summary => "records of 32 bytes → keyBy → count, from node to node over loopback";

    protected override IReadOnlyList<Figure> Figures => [new CpuRatio("exchange/tcp", "engine", "tcp")];

    protected override IReadOnlyList<Contender> CreateContenders()
    {
        var work = ExchangeWork.Create(Records, KeysOfSecondNode());
        var expected = KeyedWork.Expected(Records, Keys);
        return
        [
            new EngineJob("engine", Records, expected, new EngineHost(Nodes), KeyedJob.Build(work, sourceParallelism: 1, Nodes, MaxParallelism)),
            new ExchangeTcp("tcp", work, expected),
        ];
    }

    /// <summary>
    /// The only source works in slot 0, on the first node. With keys that all belong to slot 1, on the other node, every
    /// record crosses the wire, as in the baseline.
    /// </summary>
    private static long[] KeysOfSecondNode()
    {
        var serializer = SerializerRegistry.Default.GetKey<long>();
        return [.. Longs().Where(key => Owner(serializer.StableHash(key)) == Nodes - 1).Take(Keys)];
    }

    private static int Owner(int hash) => KeyGroups.OwnerOf(KeyGroups.Assign(hash, MaxParallelism), MaxParallelism, Nodes);

    private static IEnumerable<long> Longs()
    {
        for (var key = 0L; ; key++) yield return key;
    }
}

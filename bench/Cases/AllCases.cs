using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>Every case, in the order in which they run when none is named.</summary>
internal static class AllCases
{
    public static IReadOnlyList<BenchCase> Create() =>
    [
        new ChainCase(), new KeyedCase(), new HotCase(), new TimersCase(), new OperatorsCase(), new ExchangeCase(), new SerializeCase(),
        new LatencyCase(), new StartCase(), new DeployCase(), new MemoryCase(), new CheckpointCase(), new RestoreCase(), new RocksDbCase(), new PoliciesCase(),
        new BundlesCase(), new QueriesCase(), new ClusterCase(),
        new NexmarkCase(), new NexmarkRocksDbCase(),
    ];
}

using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>Nodes in processes of their own.</summary>
internal sealed class ClusterCase : CompositeCase
{
    public override string Name => "cluster";

    public override string Summary => "nodes in processes of their own: what a record costs between two of them, and for how long records stand still when one is lost, joins, or the parallelism changes";

    public override IReadOnlyList<BenchCase> Parts { get; } = [new ClusterExchangeCase(), new ClusterChangesCase()];
}

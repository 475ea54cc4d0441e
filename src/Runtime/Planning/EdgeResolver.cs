using FlowActors.Graph;
using FlowActors.Partitioning;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// Settles how each edge spreads its records. Flink's rule: what the program did not say is forward between operators of the
/// same parallelism and rebalance otherwise; forward between different parallelisms is an error.
/// </summary>
internal static class EdgeResolver
{
    public static IReadOnlyList<StreamEdge> Resolve(StreamGraph program, ResolvedNodes nodes) =>
        [.. program.Edges.Select(edge => Resolve(program, nodes, edge))];

    private static StreamEdge Resolve(StreamGraph program, ResolvedNodes nodes, StreamEdge edge)
    {
        if (!edge.IsForward || nodes.Parallelism(edge.Source) == nodes.Parallelism(edge.Target)) return edge;
        if (!edge.IsExplicit) return edge.Accept(Rebalanced.Instance);
        throw new JobValidationException(
            $"Forward partitioning between '{program.Nodes[edge.Source].Name}' (parallelism {nodes.Parallelism(edge.Source)}) and " +
            $"'{program.Nodes[edge.Target].Name}' (parallelism {nodes.Parallelism(edge.Target)}) of job '{program.JobName}' is not possible: " +
            "both must have the same parallelism. Use Rebalance() or give them the same.");
    }

    private sealed class Rebalanced : IStreamEdgeVisitor<StreamEdge>
    {
        public static readonly Rebalanced Instance = new();

        public StreamEdge Visit<T>(StreamEdge<T> edge) =>
            new StreamEdge<T>(edge.From, edge.To, new RebalancePartitioner<T>());
    }
}

using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>Finds the operators that run fused, by Flink's conditions.</summary>
internal static class ChainFinder
{
    /// <summary>The chains, heads in the order of the program; each lists its nodes in that order too.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Find(
        StreamGraph program, ResolvedNodes nodes, IReadOnlyList<StreamEdge> edges)
    {
        var incoming = edges.ToLookup(e => e.Target);
        var chainOf = new int[program.Nodes.Count];
        var chains = new List<List<int>>();
        foreach (var node in program.Nodes)
        {
            var into = incoming[node.Id].ToArray();
            if (into is [var only] && CanChain(program, nodes, only))
            {
                chainOf[node.Id] = chainOf[only.Source];
                chains[chainOf[node.Id]].Add(node.Id);
                continue;
            }

            chainOf[node.Id] = chains.Count;
            chains.Add([node.Id]);
        }

        return chains;
    }

    private static bool CanChain(StreamGraph program, ResolvedNodes nodes, StreamEdge edge)
    {
        var source = program.Nodes[edge.Source];
        var target = program.Nodes[edge.Target];
        return program.Settings.Chaining
            && edge.IsForward
            && target.Inputs.Count == 1
            && target.Configuration.Chaining == ChainingStrategy.Always
            && source.Configuration.Chaining != ChainingStrategy.Never
            && source.Configuration.IsBlocking == target.Configuration.IsBlocking
            // What is the same by chance today, because the job's parallelism happens to be that of the operator, is not after a rescale,
            // and a chain must survive that.
            && source.DeclaredParallelism == target.DeclaredParallelism
            && nodes.Parallelism(source.Id) == nodes.Parallelism(target.Id)
            && nodes.MaxParallelism(source.Id) == nodes.MaxParallelism(target.Id);
    }
}

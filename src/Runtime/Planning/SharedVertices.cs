using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// Finds what two inputs of a vertex have in common: a vertex that both come from stands still as soon as one of them is not read, and the
/// other gets nothing more either.
/// </summary>
internal static class SharedVertices
{
    /// <summary>Two inputs of a vertex, by number, and the last vertex that both come from; null when each comes from vertices of its own.</summary>
    public static (int First, int Second, JobVertex Shared)? Find(JobGraph graph, JobVertex vertex)
    {
        var inputs = graph.Edges.Where(e => e.Target == vertex.Id).GroupBy(e => e.Edge.To.Number, e => e.Source).OrderBy(g => g.Key)
            .Select(g => (Number: g.Key, Before: Before(graph, g))).ToArray();
        for (var first = 0; first < inputs.Length; first++)
        {
            for (var second = first + 1; second < inputs.Length; second++)
            {
                var shared = inputs[first].Before.Intersect(inputs[second].Before).ToArray();
                if (shared.Length > 0) return (inputs[first].Number, inputs[second].Number, graph.Vertices[shared.Max()]);
            }
        }

        return null;
    }

    // Vertices stand in topological order, so that those behind are met first.
    private static SortedSet<int> Before(JobGraph graph, IEnumerable<int> direct)
    {
        var before = new SortedSet<int>(direct);
        for (var at = graph.Vertices.Count - 1; at >= 0; at--)
        {
            if (before.Contains(at)) before.UnionWith(graph.Edges.Where(e => e.Target == at).Select(e => e.Source));
        }

        return before;
    }
}

using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>Finds the vertices that edges join, directly or through others.</summary>
internal static class RegionFinder
{
    /// <summary>The regions, in the order of their first vertices.</summary>
    public static IReadOnlyList<JobRegion> Find(JobGraph job)
    {
        var root = Enumerable.Range(0, job.Vertices.Count).ToArray();
        foreach (var edge in job.Edges) Join(root, edge.Source, edge.Target);
        return
        [
            .. job.Vertices.GroupBy(v => RootOf(root, v.Id))
                .Select((members, id) => new JobRegion(id, [.. members.Select(v => v.Id)], members.Max(v => v.Parallelism))),
        ];
    }

    // The smaller one becomes the root, so that a region is known by its first vertex.
    private static void Join(int[] root, int a, int b)
    {
        var (x, y) = (RootOf(root, a), RootOf(root, b));
        root[Math.Max(x, y)] = Math.Min(x, y);
    }

    private static int RootOf(int[] root, int vertex)
    {
        while (root[vertex] != vertex) vertex = root[vertex] = root[root[vertex]];
        return vertex;
    }
}

using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// What a program leaves open and one node settles for all: every node plans with it, however many cores it has, and every later
/// attempt, at whatever parallelism.
/// </summary>
/// <param name="Parallelism">The number of subtasks of operators that say nothing.</param>
/// <param name="MaxParallelism">The number of key groups of every operator for the job's life, by the operator's id.</param>
internal sealed record ResolvedParallelism(int Parallelism, IReadOnlyList<int> MaxParallelism)
{
    /// <summary>What a plan was made with.</summary>
    public static ResolvedParallelism Of(JobGraph graph) => new(
        graph.Settings.Parallelism,
        [.. graph.Vertices.SelectMany(v => v.Chain, (v, member) => (member.Node.Id, v.MaxParallelism)).OrderBy(m => m.Id).Select(m => m.MaxParallelism)]);
}

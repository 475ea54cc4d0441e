using FlowActors.Graph;

namespace FlowActors.Runtime.Control;

/// <summary>What a coordinator has to know of a job graph.</summary>
/// <param name="GraphHash">What every node's graph must hash to.</param>
/// <param name="Parallelism">The number of subtasks of each vertex, by vertex.</param>
/// <param name="Blocking">Whether a vertex blocks, by vertex.</param>
/// <param name="RestartStrategy">What follows a failure.</param>
internal sealed record JobShape(string GraphHash, IReadOnlyList<int> Parallelism, IReadOnlyList<bool> Blocking, RestartStrategy RestartStrategy)
{
    /// <summary>Slot i holds subtask i of every vertex.</summary>
    public int Slots => Parallelism.Max();

    public static JobShape Of(JobGraph graph) =>
        new(graph.Hash, [.. graph.Vertices.Select(v => v.Parallelism)], [.. graph.Vertices.Select(v => v.IsBlocking)], graph.Settings.RestartStrategy);
}

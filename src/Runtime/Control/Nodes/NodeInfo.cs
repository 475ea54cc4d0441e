using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>What a node is, as the job manager knows it.</summary>
/// <param name="Node">Its Akka address.</param>
/// <param name="Incarnation">Names the run of its process.</param>
/// <param name="Endpoint">Where it takes frames.</param>
/// <param name="Cores">How many cores it has, from 1.</param>
/// <param name="Jobs">The builds of the jobs that are registered there, by name.</param>
internal sealed record NodeInfo(
    string Node, string Incarnation, DataEndpoint Endpoint, int Cores, IReadOnlyDictionary<string, string> Jobs)
{
    /// <summary>Which data folder it has; null for none.</summary>
    public StorageIdentity? Storage { get; init; }

    /// <summary>What it speaks; null where it does not say.</summary>
    public NodeVersion? Version { get; init; }

    /// <summary>What it does for the cluster (<see cref="NodeRoles"/>); null for all there is.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>How many slots it takes at most, of all jobs together, from 0; null for as many as there are.</summary>
    public int? Slots { get; init; }
}

/// <summary>Figures of one subtask at one moment.</summary>
internal sealed record SubtaskFigures(
    SubtaskId Id,
    string Vertex,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, AccumulatorValue> Accumulators)
{
    /// <summary>What it is doing; null where nobody asked for that.</summary>
    public SubtaskDetails? Details { get; init; }
}

using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Control.Restart;
using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What a coordinator has to know of a job's graph.</summary>
/// <param name="GraphHash">What every node's graph must hash to.</param>
/// <param name="RegionSlots">The number of slots of each region, by region.</param>
/// <param name="RestartStrategy">What follows a failure.</param>
internal sealed record JobShape(string GraphHash, IReadOnlyList<int> RegionSlots, RestartStrategy RestartStrategy)
{
    /// <summary>What checkpoints have to know of it; null in journals of builds that had none.</summary>
    public CheckpointShape? Checkpoints { get; init; }

    /// <summary>Slot i holds subtask i of every vertex.</summary>
    [JsonIgnore]
    public int Slots => RegionSlots.Max();

    /// <summary>The uid of the first operator of a vertex; null where there is no such vertex, or where the journal does not tell.</summary>
    public string? HeadOf(int vertex) => Checkpoints?.Vertices.FirstOrDefault(v => v.Id == vertex)?.Operators[0].Uid;

    /// <summary>The shape of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="takesCheckpoints">Whether the job takes checkpoints by an interval.</param>
    public static JobShape Of(ExecutionGraph graph, bool takesCheckpoints) => new(
        graph.Job.Hash, [.. graph.Regions.Select(r => r.Slots)], ResolvedRestarts.Of(graph.Job.Settings.RestartStrategy, takesCheckpoints))
    {
        Checkpoints = CheckpointShape.Of(graph),
    };
}

/// <summary>What checkpoints have to know of a job's graph.</summary>
/// <param name="Config">What the job says of its checkpoints.</param>
/// <param name="Vertices">The vertices, by id.</param>
/// <param name="Edges">Who sends to whom.</param>
internal sealed record CheckpointShape(CheckpointConfig Config, IReadOnlyList<VertexShape> Vertices, IReadOnlyList<EdgeShape> Edges)
{
    public static CheckpointShape Of(ExecutionGraph graph) => new(
        graph.Job.Settings.Checkpoints,
        [.. graph.Job.Vertices.Select(v => new VertexShape(
            v.Id,
            v.Name,
            graph.RegionOf(v.Id),
            v.Parallelism,
            v.MaxParallelism,
            v.Chain[0].Node.IsSource,
            [.. v.Chain.Select(o => new OperatorSummary(o.Uid, o.Node.Name))]))],
        [.. graph.Job.Edges.Select(e => new EdgeShape(e.Source, e.Target, e.Edge.IsPointwise)).Distinct()]);

    /// <summary>The subtasks and who sends to whom, as the core that decides about checkpoints knows them.</summary>
    public CheckpointGraph ToCheckpointGraph() => new(
        [.. Vertices.Select(v => new CheckpointVertex(v.Id, v.Region, v.Parallelism, v.IsSource))],
        subtask => Edges.Where(e => e.To == subtask.Vertex).SelectMany(e => SendersTo(e, subtask.Index).Select(i => new SubtaskNumber(e.From, i))));

    private IEnumerable<int> SendersTo(EdgeShape edge, int receiver)
    {
        var (senders, receivers) = (Vertices[edge.From].Parallelism, Vertices[edge.To].Parallelism);
        return edge.IsPointwise ? PointwiseChannels.SendersTo(receiver, senders, receivers) : Enumerable.Range(0, senders);
    }
}

/// <summary>A vertex, as its coordinator knows it.</summary>
/// <param name="Id">Its id in the job graph.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">The region that it belongs to.</param>
/// <param name="Parallelism">How many subtasks it has.</param>
/// <param name="MaxParallelism">How many key groups it has.</param>
/// <param name="IsSource">Whether its head is a source.</param>
/// <param name="Operators">The operators of its chain, head first.</param>
internal sealed record VertexShape(
    int Id, string Name, int Region, int Parallelism, int MaxParallelism, bool IsSource, IReadOnlyList<OperatorSummary> Operators);

/// <summary>An edge, as the coordinator knows it.</summary>
/// <param name="From">The vertex that sends.</param>
/// <param name="To">The vertex that receives.</param>
/// <param name="IsPointwise">Whether a subtask sends to some of the others only.</param>
internal readonly record struct EdgeShape(int From, int To, bool IsPointwise);

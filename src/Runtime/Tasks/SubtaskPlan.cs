using FlowActors.Graph;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Tasks;

/// <summary>Everything that a subtask is built from: the graph, its place in it, and where the others are.</summary>
internal sealed record SubtaskPlan(SubtaskId Id, JobGraph Graph, ulong Region, IReadOnlyList<SlotLocation> Slots)
{
    /// <summary>The vertex.</summary>
    public JobVertex Vertex => Graph.Vertices[Id.Vertex];

    /// <summary>The operator of that id.</summary>
    public StreamNode OperatorOf(int node) => Graph.Vertices.SelectMany(v => v.Chain).Single(o => o.Node.Id == node).Node;

    /// <summary>The edges that come in, in order.</summary>
    public IEnumerable<JobEdge> InEdges => Graph.Edges.Where(e => e.Target == Id.Vertex);

    /// <summary>The edges that go out, in order.</summary>
    public IEnumerable<JobEdge> OutEdges => Graph.Edges.Where(e => e.Source == Id.Vertex);

    /// <summary>The subtasks that this one gets records from over an edge.</summary>
    public IEnumerable<int> SendersOf(JobEdge edge) =>
        edge.Edge.IsForward ? [Id.Index] : Enumerable.Range(0, Graph.Vertices[edge.Source].Parallelism);

    /// <summary>The subtasks that this one sends records to over an edge.</summary>
    public IEnumerable<int> ReceiversOf(JobEdge edge) =>
        edge.Edge.IsForward ? [Id.Index] : Enumerable.Range(0, Graph.Vertices[edge.Target].Parallelism);

    /// <summary>
    /// The address of a channel. Channels of an attempt are numbered through: by edge, then sender, then receiver.
    /// </summary>
    public ChannelAddress Channel(JobEdge edge, int sender, int receiver)
    {
        var number = 0;
        foreach (var before in Graph.Edges.Take(edge.Id)) number += Graph.Vertices[before.Source].Parallelism * Graph.Vertices[before.Target].Parallelism;
        return new ChannelAddress(Region, Id.Attempt, number + (sender * Graph.Vertices[edge.Target].Parallelism) + receiver);
    }
}

using FlowActors.Graph;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Subtasks;

/// <summary>Everything that a subtask is built from: its attempt's deployment, and its place in that.</summary>
internal sealed record SubtaskPlan(SubtaskId Id, AttemptDeployment Deployment)
{
    /// <summary>The job graph.</summary>
    public JobGraph Graph => Deployment.Graph.Job;

    /// <summary>The vertex.</summary>
    public JobVertex Vertex => Graph.Vertices[Id.Vertex];

    /// <summary>Whether the subtask is restored from a snapshot that was taken after its end.</summary>
    public bool HasEnded { get; } = Deployment.Restored?.HasEnded([.. Deployment.Graph.Job.Vertices[Id.Vertex].Chain.Select(o => o.Uid)]) == true;

    /// <summary>The operator of that id.</summary>
    public StreamNode OperatorOf(int node) => Deployment.Graph.OperatorOf(node);

    /// <summary>The edges that come in, in order.</summary>
    public IEnumerable<JobEdge> InEdges => Deployment.Graph.InEdges(Id.Vertex);

    /// <summary>The edges that go out, in order.</summary>
    public IEnumerable<JobEdge> OutEdges => Deployment.Graph.OutEdges(Id.Vertex);

    /// <summary>The key groups that the subtask owns.</summary>
    public KeyGroupRange KeyGroups => new Planning.ExecutionSubtask(Vertex, Id.Index).KeyGroups;

    /// <summary>The subtasks that this one gets records from over an edge.</summary>
    public IEnumerable<int> SendersOf(JobEdge edge) => Deployment.Graph.SendersTo(edge, Id.Index);

    /// <summary>The subtasks that this one sends records to over an edge.</summary>
    public IEnumerable<int> ReceiversOf(JobEdge edge) => Deployment.Graph.ReceiversFrom(edge, Id.Index);

    /// <summary>How many channels an edge has at the sender that has most.</summary>
    public int ReceiversMax(JobEdge edge) => Deployment.Graph.ReceiversMax(edge);

    /// <summary>
    /// How many channels the input that an edge leads to has at most: what both ends of a channel count credits by, so all receivers
    /// take the same number.
    /// </summary>
    public int ChannelsOfInput(JobEdge edge) => Deployment.Graph.InEdges(edge.Target)
        .Where(e => e.Edge.To.Number == edge.Edge.To.Number).Sum(Deployment.Graph.SendersMax);

    /// <summary>The node of a slot.</summary>
    public NodePlace NodeOf(int slot) => Deployment.Placement.NodeOf(slot);

    /// <summary>The address of a channel.</summary>
    public ChannelAddress Channel(JobEdge edge, int sender, int receiver) =>
        new(Deployment.Region, Id.Attempt, Deployment.Graph.ChannelNumber(edge, sender, receiver));
}

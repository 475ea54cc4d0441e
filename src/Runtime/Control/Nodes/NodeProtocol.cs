using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Control;

/// <summary>What a node is, as the job manager knows it.</summary>
/// <param name="Node">Its Akka address.</param>
/// <param name="Endpoint">Where it takes frames.</param>
/// <param name="Cores">How many cores it has, from 1.</param>
/// <param name="Modules">The module version ids of the assemblies that hold jobs, by assembly name.</param>
internal sealed record NodeInfo(string Node, DataEndpoint Endpoint, int Cores, IReadOnlyDictionary<string, string> Modules);

/// <summary>Figures of one subtask at one moment.</summary>
internal sealed record SubtaskFigures(
    SubtaskId Id,
    string Vertex,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, AccumulatorValue> Accumulators);

/// <summary>What job manager, coordinators, clients and node agents say to each other.</summary>
internal static class NodeProtocol
{
    /// <summary>To the job manager: here I am. Repeated as long as the node lives. Answered by one of the next two.</summary>
    public sealed record RegisterNode(NodeInfo Node) : IControlMessage;

    /// <summary>The node is known.</summary>
    public sealed record NodeRegistered(string Node) : IControlMessage;

    /// <summary>The node gets no subtasks.</summary>
    public sealed record NodeRefused(string Node, string Reason) : IControlMessage;

    /// <summary>To the job manager: answered by <see cref="Nodes"/>.</summary>
    public sealed record GetNodes : IControlMessage;

    /// <summary>The addresses of the nodes that take subtasks.</summary>
    public sealed record Nodes(IReadOnlyList<string> All) : IControlMessage;

    /// <summary>To a node: reach the user code of the attempt now, even where it blocks.</summary>
    public sealed record InterruptAttempt(JobId Job, int Attempt) : IControlMessage;

    /// <summary>To a node: the job has ended, its graph is not needed any more.</summary>
    public sealed record ForgetJob(JobId Job) : IControlMessage;

    /// <summary>To a node: the job is not remembered any more, and nobody will ask for its last figures.</summary>
    public sealed record ForgetFigures(JobId Job) : IControlMessage;

    /// <summary>To a node: answered by <see cref="JobFigures"/>.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Attempt">The attempt whose subtasks are meant, running and ended ones.</param>
    /// <param name="After">The last subtask of the page before; null for the first page.</param>
    public sealed record GetJobFigures(JobId Job, int Attempt, SubtaskId? After) : IControlMessage;

    /// <summary>A page of the subtasks of an attempt on a node, in their order.</summary>
    public sealed record JobFigures(string Node, IReadOnlyList<SubtaskFigures> Subtasks, bool More) : IControlMessage;
}

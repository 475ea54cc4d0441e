namespace FlowActors.Graph;

/// <summary>
/// The program as it was written: every operator a node, nothing fused, nothing resolved. The first of the three plans;
/// the job graph and the execution graph follow from it. Immutable once it is made.
/// </summary>
/// <param name="JobName">The job's name.</param>
/// <param name="Nodes">By id; node i stands at position i.</param>
/// <param name="Edges">In the order of the program.</param>
/// <param name="Settings">What the program asked for as a whole.</param>
public sealed record StreamGraph(
    string JobName, IReadOnlyList<StreamNode> Nodes, IReadOnlyList<StreamEdge> Edges, JobSettings Settings);

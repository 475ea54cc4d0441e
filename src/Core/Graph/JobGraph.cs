namespace FlowActors.Graph;

/// <summary>
/// The second plan: operators fused into chains, parallelism resolved, uids settled. Every node of a cluster makes the same
/// one from the same program; <see cref="Hash"/> tells whether they did. Immutable.
/// </summary>
/// <param name="JobName">The job's name.</param>
/// <param name="Vertices">In topological order; vertex i stands at position i.</param>
/// <param name="Edges">Edge i stands at position i.</param>
/// <param name="Settings">What the program asked for as a whole.</param>
/// <param name="Hash">
/// 64 bits over operators in order, uids, types and schemas, partitioners, settings, and the module version ids of the
/// assemblies that hold user functions, as 16 hexadecimal digits.
/// </param>
public sealed record JobGraph(
    string JobName, IReadOnlyList<JobVertex> Vertices, IReadOnlyList<JobEdge> Edges, JobSettings Settings, string Hash);

/// <summary>A chain: operators that run fused, as one unit that is deployed, scheduled and counted.</summary>
/// <param name="Id">The position in the graph.</param>
/// <param name="Name">The names of its operators, joined by arrows.</param>
/// <param name="Chain">Its operators, head first, in topological order; the position is the operator's chain index.</param>
/// <param name="InnerEdges">The edges between them.</param>
/// <param name="Parallelism">The number of subtasks.</param>
/// <param name="MaxParallelism">The number of key groups.</param>
public sealed record JobVertex(
    int Id, string Name, IReadOnlyList<ChainedOperator> Chain, IReadOnlyList<StreamEdge> InnerEdges, int Parallelism, int MaxParallelism)
{
    /// <summary>True when its head is a source.</summary>
    public bool IsSource => Chain[0].Node.IsSource;

    /// <summary>True when one of its operators blocks.</summary>
    public bool IsBlocking => Chain.Any(o => o.Node.Configuration.IsBlocking);
}

/// <summary>An operator in its chain.</summary>
/// <param name="Node">The operator as the program asked for it.</param>
/// <param name="Uid">Its uid, given or derived.</param>
public sealed record ChainedOperator(StreamNode Node, string Uid);

/// <summary>An edge between two vertices: batches travel on it.</summary>
/// <param name="Id">The position in the graph.</param>
/// <param name="Edge">The edge as the program asked for it, partitioner resolved.</param>
/// <param name="Source">The id of the vertex that sends.</param>
/// <param name="Target">The id of the vertex that receives.</param>
public sealed record JobEdge(int Id, StreamEdge Edge, int Source, int Target);

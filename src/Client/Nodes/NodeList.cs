namespace FlowActors.Client.Nodes;

/// <summary>The nodes of the cluster: <c>GET /nodes</c>.</summary>
/// <param name="Nodes">By name.</param>
public sealed record NodeList(IReadOnlyList<NodeSummary> Nodes);

/// <summary>One node: <c>GET /nodes/{node}</c>.</summary>
/// <param name="Node">Its name: host and port, as it is addressed in the cluster.</param>
/// <param name="Incarnation">Names the run of its process.</param>
/// <param name="Endpoint">Host and port where it takes records of other nodes.</param>
/// <param name="Cores">How many cores it has.</param>
/// <param name="Since">Since when it has been up.</param>
/// <param name="HeapBytes">What its process has on the managed heap, in bytes; nodes of one process have it in common.</param>
/// <param name="ProcessBytes">What its process takes of the machine's memory, in bytes.</param>
/// <param name="Subtasks">How many subtasks live there.</param>
/// <param name="Jobs">How many subtasks of which jobs live there; of 128 jobs at most.</param>
public sealed record NodeSummary(
    string Node, string Incarnation, string Endpoint, int Cores, DateTimeOffset Since, long HeapBytes, long ProcessBytes, int Subtasks, IReadOnlyList<JobOnNode> Jobs)
{
    /// <summary>The builds of the jobs that are registered there, by name: that of the assembly that registers it.</summary>
    public IReadOnlyDictionary<string, string> Builds { get; init; } = new Dictionary<string, string>();

    /// <summary>The version of FlowActors that it runs; null where it does not say.</summary>
    public string? Version { get; init; }

    /// <summary>The number of the protocol that it speaks with other nodes, which all of a cluster have in common; null where it does not say.</summary>
    public int? Protocol { get; init; }

    /// <summary>What it does for the cluster: manager, worker or both.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>How many slots it takes at most, of all jobs together; null for as many as there are.</summary>
    public int? Slots { get; init; }
}

/// <summary>The subtasks of a job on a node.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Subtasks">How many there are.</param>
public sealed record JobOnNode(string Job, int Subtasks);

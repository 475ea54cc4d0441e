namespace FlowActors.Runtime.Control;

/// <summary>The nodes that take subtasks. All must hold the same build of the jobs' assemblies. Pure; not thread-safe.</summary>
internal sealed class NodeDirectory
{
    private readonly Dictionary<string, NodeInfo> _nodes = [];

    public IReadOnlyCollection<NodeInfo> All => _nodes.Values;

    /// <summary>Cores by node.</summary>
    public IReadOnlyDictionary<string, int> Cores => _nodes.ToDictionary(n => n.Key, n => Math.Max(1, n.Value.Cores));

    public NodeInfo this[string node] => _nodes[node];

    public bool Contains(string node) => _nodes.ContainsKey(node);

    /// <summary>Takes a node in.</summary>
    /// <returns>Null, or why it is refused.</returns>
    public string? Add(NodeInfo node)
    {
        if (_nodes.Count == ControlLimits.NodesMax && !Contains(node.Node))
            return $"the cluster has {ControlLimits.NodesMax} nodes, and more it cannot have. Stop another node first.";
        foreach (var other in _nodes.Values.Where(n => n.Node != node.Node))
        {
            foreach (var (assembly, version) in node.Modules)
            {
                if (other.Modules.TryGetValue(assembly, out var known) && known != version)
                {
                    return $"its assembly {assembly} is build {version}, but node {other.Node} runs build {known}. Start all nodes from the same build.";
                }
            }
        }

        _nodes[node.Node] = node;
        return null;
    }

    public bool Remove(string node) => _nodes.Remove(node);
}

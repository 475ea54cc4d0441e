using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>The nodes that take subtasks. All must speak the same protocol, and share a data folder. Pure; not thread-safe.</summary>
/// <param name="storage">The data folder of the cluster; null for none.</param>
/// <param name="version">What the nodes of the cluster speak; null does not ask them.</param>
internal sealed class NodeDirectory(StorageIdentity? storage = null, NodeVersion? version = null)
{
    private readonly Dictionary<string, NodeInfo> _nodes = [];

    public IReadOnlyCollection<NodeInfo> All => _nodes.Values;

    /// <summary>What a node can take.</summary>
    public static NodeCapacity CapacityOf(NodeInfo node) => new(Math.Max(1, node.Cores), node.Slots ?? int.MaxValue);

    public NodeInfo? Find(string node) => _nodes.GetValueOrDefault(node);

    public bool Contains(string node) => _nodes.ContainsKey(node);

    /// <summary>Takes a node in, or its next process.</summary>
    /// <returns>Null, or why it is refused.</returns>
    public string? Add(NodeInfo node)
    {
        if (_nodes.Count == ControlLimits.NodesMax && !Contains(node.Node))
            return $"the cluster has {ControlLimits.NodesMax} nodes, and more it cannot have. Stop another node first.";
        if (version?.RefusalOf(node.Version) is { } otherVersion) return otherVersion;
        if (storage?.RefusalOf(node.Storage) is { } refusal) return refusal;
        _nodes[node.Node] = node;
        return null;
    }

    public void Remove(string node) => _nodes.Remove(node);

    /// <summary>The placement of slots on nodes that are all here.</summary>
    public AttemptPlacement ToPlacement(IReadOnlyList<PlacedSlot> slots)
    {
        var nodes = slots.Select(s => s.Node).Distinct().ToList();
        var places = nodes.Select(n => new NodePlace(n, _nodes[n].Incarnation, _nodes[n].Endpoint));
        return new AttemptPlacement([.. places], [.. slots.Select(s => s.ShardId)], [.. slots.Select(s => nodes.IndexOf(s.Node))]);
    }
}

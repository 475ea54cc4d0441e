using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Subtasks.Deployment;

/// <summary>Where an attempt lives: slot i holds subtask i of every vertex.</summary>
/// <param name="Nodes">The nodes that have a slot, each once.</param>
/// <param name="Shards">The shard of slot i, by i, from the fixed pool.</param>
/// <param name="NodeOfSlot">The position in <paramref name="Nodes"/> of the node of slot i, by i.</param>
internal sealed record AttemptPlacement(IReadOnlyList<NodePlace> Nodes, IReadOnlyList<string> Shards, IReadOnlyList<int> NodeOfSlot)
{
    /// <summary>The node of a slot.</summary>
    public NodePlace NodeOf(int slot) => Nodes[NodeOfSlot[slot]];

    /// <summary>Whether each slot lives where it does by another one.</summary>
    public bool IsLike(AttemptPlacement other) =>
        Shards.SequenceEqual(other.Shards) && NodeOfSlot.Select(n => Nodes[n]).SequenceEqual(other.NodeOfSlot.Select(n => other.Nodes[n]));

    /// <summary>The positions of the nodes that have one of the first so many slots.</summary>
    public IReadOnlySet<int> NodesOf(int slots) => NodeOfSlot.Take(slots).ToHashSet();
}

namespace FlowActors.Client.Nodes;

/// <summary>A node is being drained: <c>POST /nodes/{node}/drain</c>. It gets no more slots, and leaves the cluster when it has none.</summary>
/// <param name="Node">Its name: host and port.</param>
/// <param name="Slots">How many slots it still has, of all jobs together.</param>
public sealed record NodeDrain(string Node, int Slots);

namespace FlowActors.Graph;

/// <summary>An input or an output of a node.</summary>
/// <param name="Node">The id of the node.</param>
/// <param name="Number">The number of the port, from 0.</param>
public readonly record struct NodePort(int Node, int Number = 0);

namespace FlowActors.Runtime.Client;

/// <summary>Somebody asks through a node whose host has not started yet.</summary>
internal sealed class NodeNotStartedException() : InvalidOperationException("The node has not started yet: it takes jobs, and is asked about them, when its host has started.");

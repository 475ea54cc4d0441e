namespace FlowActors;

/// <summary>The node of a generic host. Thread-safe.</summary>
public interface IFlowActorsNode
{
    /// <summary>Its name, host and port, as other nodes and clients call it; null before the start of the host.</summary>
    string? Name { get; }

    /// <summary>
    /// Whether it has left its cluster as it was told to, by a drain or by its own process. False while it runs, and when the cluster has put it out: then its process should be started
    /// again, to join as a new node.
    /// </summary>
    bool HasLeft { get; }
}

using Akka.Cluster;
using FlowActors.Runtime.Control.Nodes;
using static FlowActors.Runtime.Control.Nodes.NodeLookProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>Deletes savepoints on the node that is asked through, and asks any node how far its deletions are. Thread-safe.</summary>
internal sealed class DisposalClient(ControlClient control, NodeClient nodes)
{
    /// <summary>Begins one; one that is known goes on, or is over.</summary>
    /// <param name="request">Names the request.</param>
    /// <param name="path">The savepoint's folder.</param>
    /// <param name="delete">Deletes it; blocks.</param>
    /// <returns>The Akka address of the node that does it, and how far it is.</returns>
    public (string Node, Disposal Disposal) Begin(string request, string path, Action delete)
    {
        var node = control.Node;
        return (Cluster.Get(node.System).SelfAddress.ToString(), node.Disposals.Begin(request, path, delete));
    }

    /// <summary>How far one is; null when its node has left the cluster.</summary>
    /// <exception cref="TimeoutException">The node does not answer.</exception>
    public Task<DisposalSeen?> FindAsync(string node, string request, CancellationToken cancellationToken) =>
        nodes.TryAskAsync<DisposalSeen>(node, new GetDisposal(request), cancellationToken);
}

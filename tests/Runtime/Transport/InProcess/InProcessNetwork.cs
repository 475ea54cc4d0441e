using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Connections;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>
/// Nodes in one process whose connections move bytes only when a test pumps them: the protocol of the socket transport (frames,
/// window, credits, failures) without sockets, threads or time. Links are pumped in the order they were made.
/// </summary>
internal sealed class InProcessNetwork
{
    private readonly List<InProcessLink> _links = [];
    private readonly Dictionary<DataEndpoint, InProcessTransport> _nodes = [];
    private Func<FrameHeader, bool>? _lost;

    public InProcessTransport AddNode(TransportSettings settings)
    {
        var node = new InProcessTransport(this, settings);
        _nodes.Add(node.LocalEndpoint, node);
        return node;
    }

    /// <summary>Moves bytes until nothing is left to move.</summary>
    public void Pump()
    {
        while (PumpOnce())
        {
        }
    }

    /// <summary>Moves one piece of bytes on each link in each direction; false when nothing moved.</summary>
    public bool PumpOnce()
    {
        var moved = false;
        foreach (var link in _links.ToArray()) moved |= link.PumpOnce();
        _links.RemoveAll(link => link.IsGone);
        return moved;
    }

    /// <summary>The next frame that the predicate holds for vanishes on its way.</summary>
    public void LoseNext(Func<FrameHeader, bool> predicate) => _lost = predicate;

    /// <summary>Breaks every connection of a node, without a word.</summary>
    public void Cut(InProcessTransport node)
    {
        foreach (var link in _links.Where(link => link.Joins(node.LocalEndpoint))) link.Cut();
    }

    internal void Connect(OutgoingConnection connection, DataEndpoint source, DataEndpoint target) =>
        _links.Add(new InProcessLink(this, connection, source, target));

    internal InProcessTransport? Find(DataEndpoint endpoint) => _nodes.GetValueOrDefault(endpoint);

    internal void Remove(InProcessTransport node)
    {
        foreach (var link in _links.Where(link => link.Joins(node.LocalEndpoint))) link.ShutDown(node);
        Pump();
        _nodes.Remove(node.LocalEndpoint);
    }

    internal bool IsLost(FrameHeader header)
    {
        if (_lost?.Invoke(header) != true) return false;
        _lost = null;
        return true;
    }
}

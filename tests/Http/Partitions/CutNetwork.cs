using System.Collections.Concurrent;
using FlowActors.Runtime.Transport;

namespace FlowActors.Http.Tests.Partitions;

/// <summary>
/// The data plane between nodes of one process, where messages between any two can be lost in both directions, as in a network that drops packets: nobody is told. Nodes have numbers. Thread-safe.
/// </summary>
internal sealed class CutNetwork
{
    private readonly ConcurrentDictionary<DataEndpoint, int> _nodes = new();
    private readonly ConcurrentDictionary<(int, int), bool> _cut = new();
    private readonly ConcurrentDictionary<int, long> _sent = new();

    /// <summary>The transport of a node, which loses what the network loses.</summary>
    public IDataTransport Of(int node, IDataTransport transport)
    {
        _nodes[transport.LocalEndpoint] = node;
        return new CutTransport(this, node, transport);
    }

    /// <summary>How many messages a node has tried to send to others.</summary>
    public long SentBy(int node) => _sent.GetValueOrDefault(node);

    /// <summary>Cuts two nodes off from each other.</summary>
    public void Cut(int one, int other) => (_cut[(one, other)], _cut[(other, one)]) = (true, true);

    /// <summary>All reach each other again.</summary>
    public void Heal() => _cut.Clear();

    internal void CountSent(int node) => _sent.AddOrUpdate(node, 1, static (_, sent) => sent + 1);

    internal bool IsCut(int from, DataEndpoint to) => _nodes.TryGetValue(to, out var node) && _cut.ContainsKey((from, node));
}

using System.Diagnostics;

namespace FlowActors.Runtime.Transport.Connections;

/// <summary>
/// The outgoing connections of a node, one for each target, made on first use. A connection that has ended is forgotten, and
/// another one made at the next use; what was open on it stays failed. May be used from any thread.
/// </summary>
/// <param name="create">Makes a connection without its wire.</param>
/// <param name="start">Starts connecting, without waiting for it; called under the table's lock.</param>
internal sealed class OutgoingTable(Func<DataEndpoint, OutgoingConnection> create, Action<OutgoingConnection, DataEndpoint> start)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DataEndpoint, OutgoingConnection> _connections = [];
    private bool _isClosed;

    /// <summary>The connections that are remembered; for tests that look for leaks.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _connections.Count;
        }
    }

    public IFrameOutput Open(ChannelAddress address, DataEndpoint target, IFrameOutputEvents events)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(IDataTransport));
            if (_connections.TryGetValue(target, out var connection) && connection.TryOpen(address, events) is { } output) return output;
            connection = create(target);
            var made = connection;
            made.Ended = () => Forget(target, made);
            var first = connection.TryOpen(address, events) ?? throw new UnreachableException("A connection ended before it was started.");
            _connections[target] = connection;
            start(connection, target);
            return first;
        }
    }

    /// <summary>No connection is made any more.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
    }

    private void Forget(DataEndpoint target, OutgoingConnection ended)
    {
        lock (_lock)
        {
            if (_connections.GetValueOrDefault(target) == ended) _connections.Remove(target);
        }
    }
}

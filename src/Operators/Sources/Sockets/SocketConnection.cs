using System.Net.Sockets;

namespace FlowActors.Sources;

/// <summary>One connection to a server, from the first try to make it. Used by one call at a time.</summary>
internal sealed class SocketConnection(SocketSplit server) : IAsyncDisposable
{
    private const int SecondsToFirstProbe = 60;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _closed = new();
    private Task? _connect;

    /// <summary>Receives some bytes, and connects before; 0 when the server has closed the connection.</summary>
    /// <param name="buffer">Gets them.</param>
    /// <param name="wakeUp">Ends the wait, not the connection, nor the try to make it.</param>
    /// <exception cref="SocketException">There is no connection, or it is lost.</exception>
    public async ValueTask<int> ReceiveAsync(byte[] buffer, CancellationToken wakeUp)
    {
        _connect ??= ConnectAsync();
        if (!_connect.IsCompletedSuccessfully) await _connect.WaitAsync(wakeUp).ConfigureAwait(false);
        return await _socket.ReceiveAsync(buffer, wakeUp).ConfigureAwait(false);
    }

    /// <summary>Whether it was made.</summary>
    public bool IsConnected => _connect is { IsCompletedSuccessfully: true };

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync().ConfigureAwait(false);
        if (_connect is not null) await _connect.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _closed.Dispose();
    }

    // A server that died without a word is lost after some minutes, not never. This is asked for behind the connect only: a socket
    // of which it was asked before cannot try the second address of a host.
    private async Task ConnectAsync()
    {
        await _socket.ConnectAsync(server.Host, server.Port, _closed.Token).ConfigureAwait(false);
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        _socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SecondsToFirstProbe);
    }
}

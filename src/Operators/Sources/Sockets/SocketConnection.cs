using System.Net.Sockets;

namespace FlowActors.Sources;

/// <summary>One connection to a server, from the first try to make it. Used by one call at a time.</summary>
internal sealed class SocketConnection(SocketSplit server) : IAsyncDisposable
{
    private const int SecondsToFirstProbe = 60;
    private readonly Socket _socket = MakeSocket();
    private readonly CancellationTokenSource _closed = new();
    private Task? _connect;

    /// <summary>Receives some bytes, and connects before; 0 when the server has closed the connection.</summary>
    /// <param name="buffer">Gets them.</param>
    /// <param name="wakeUp">Ends the wait, not the connection, nor the try to make it.</param>
    /// <exception cref="SocketException">There is no connection, or it is lost.</exception>
    public async ValueTask<int> ReceiveAsync(byte[] buffer, CancellationToken wakeUp)
    {
        _connect ??= _socket.ConnectAsync(server.Host, server.Port, _closed.Token).AsTask();
        if (!_connect.IsCompletedSuccessfully) await _connect.WaitAsync(wakeUp).ConfigureAwait(false);
        return await _socket.ReceiveAsync(buffer, wakeUp).ConfigureAwait(false);
    }

    /// <summary>Whether it was made.</summary>
    public bool IsConnected => _connect is { IsCompletedSuccessfully: true };

    // A server that died without a word is lost after some minutes, not never.
    private static Socket MakeSocket()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SecondsToFirstProbe);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync().ConfigureAwait(false);
        if (_connect is not null) await ((Task)_connect).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _closed.Dispose();
    }
}

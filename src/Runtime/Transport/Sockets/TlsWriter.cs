using System.Net.Security;
using System.Net.Sockets;
using FlowActors.Runtime.Transport.Connections;
using FlowActors.Threading;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>
/// Writes what one connection's end has to send through TLS, always on the thread pool: an interrupt of user code's thread in the middle
/// of a record would make the stream useless for all channels, and enciphering is work that another core can do.
/// <see cref="IFrameEnd.TryTake"/> sees to it that there is one writer at a time, as in <see cref="SocketWriter"/>.
/// </summary>
internal sealed class TlsWriter(Socket socket, SslStream stream, IFrameEnd end) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the connection has ended and its last words are written, or cannot be.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Never waits.</summary>
    public void Wake()
    {
        using var shield = InterruptShield.Raise();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = WriteAsync();

    private async Task WriteAsync()
    {
        try
        {
            while (end.TryTake(out var bytes)) await stream.WriteAsync(bytes).ConfigureAwait(false);
            if (end.IsSilent) End();
        }
        catch (Exception)
        {
            // Whatever TLS or the socket has: the reading thread says what became of the connection.
            End();
        }
    }

    /// <summary>Ends the reading too: there is nothing more to be said, or nobody to say it to.</summary>
    private void End()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The peer or the reading thread was faster.
        }

        _ended.TrySetResult();
    }
}

using System.Net.Sockets;
using FlowActors.Runtime.Transport.Connections;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>
/// Writes what one connection's end has to send. <see cref="IFrameEnd.TryTake"/> sees to it that there is one writer at a
/// time: whoever was told to wake it is the writer until there is nothing left.
/// </summary>
internal sealed class SocketWriter(Socket socket, IFrameEnd end) : IThreadPoolWorkItem
{
    /// <summary>
    /// What a caller writes before the thread pool takes over: others may send all the time while he is at it, and he has work
    /// of his own.
    /// </summary>
    private const int BytesOfCallerMax = 512 * 1024;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte> _rest;

    /// <summary>Completes when the connection has ended and its last words are written, or cannot be.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Writes on the present thread until nothing is left, the socket takes no more or it is the thread pool's turn. Never waits.</summary>
    public void Write()
    {
        try
        {
            var allowance = BytesOfCallerMax;
            while (true)
            {
                if (_rest.IsEmpty && !end.TryTake(out _rest))
                {
                    if (end.IsSilent) End();
                    return;
                }

                var count = socket.Send(_rest.Span, SocketFlags.None, out var error);
                if (error is not (SocketError.Success or SocketError.WouldBlock)) throw new SocketException((int)error);
                _rest = _rest[count..];
                allowance -= count;
                if (error == SocketError.Success && allowance > 0) continue;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
        catch (ThreadInterruptedException)
        {
            // The caller's attempt is over and his thread was about to wait for a lock. The other channels of the connection
            // have nothing to do with it, and he is interrupted again in his own code.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            Thread.CurrentThread.Interrupt();
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            End();
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = WriteLaterAsync();

    private async Task WriteLaterAsync()
    {
        try
        {
            while (!_rest.IsEmpty) _rest = _rest[await socket.SendAsync(_rest).ConfigureAwait(false)..];
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            End();
            return;
        }

        Write();
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

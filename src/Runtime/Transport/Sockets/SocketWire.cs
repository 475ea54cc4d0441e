using System.Net.Sockets;

namespace FlowActors.Runtime.Transport;

/// <summary>
/// Moves the bytes of one connection's end: a read loop and a write loop on the thread pool over one connected socket, which it
/// owns. The read loop alone ends the connection; a write that fails closes the socket, which ends the read loop.
/// </summary>
internal sealed class SocketWire(Socket socket, IFrameEnd end) : IFrameWire
{
    /// <summary>How long last words may take to be written before the socket is closed.</summary>
    private static readonly TimeSpan LastWordsTimeout = TimeSpan.FromSeconds(1);

    private readonly FrameReceiver _receiver = new(end);
    private readonly AsyncSignal _writable = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void WakeWriter() => _writable.Signal();

    /// <summary>Runs until the connection has ended, its channels know and the socket is closed. Does not throw.</summary>
    /// <param name="shutDownText">What the channels here and there hear when <paramref name="stopping"/> ends the connection.</param>
    /// <param name="stopping">The node's transport is being disposed.</param>
    public async Task RunAsync(string shutDownText, CancellationToken stopping)
    {
        end.Attach(this);
        await using var registration = stopping.Register(() => ShutDown(shutDownText)).ConfigureAwait(false);
        var writing = Task.Run(WriteAsync, CancellationToken.None);
        await ReadAsync().ConfigureAwait(false);
        await CloseLaterAsync(writing).ConfigureAwait(false);
        _ended.SetResult();
        await writing.ConfigureAwait(false);
        end.Finish();
    }

    /// <summary>The write loop says so and closes; a peer that does not read any more is not waited for.</summary>
    private void ShutDown(string text)
    {
        end.Fail(text, tellPeer: true);
        _ = CloseLaterAsync(_ended.Task);
    }

    private async Task CloseLaterAsync(Task writing)
    {
        var timeout = Task.Delay(LastWordsTimeout);
        await Task.WhenAny(writing, timeout).ConfigureAwait(false);
        socket.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (!end.IsEnded)
            {
                var count = await socket.ReceiveAsync(_receiver.Space).ConfigureAwait(false);
                if (count == 0)
                {
                    end.Fail(_receiver.IsAtBoundary ? "the connection was lost: the peer closed it" : "the connection was lost in the middle of a frame", tellPeer: false);
                    return;
                }

                _receiver.Advance(count);
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            end.Fail($"the connection was lost: {failure.Message}", tellPeer: false);
        }
        catch (FrameFormatException failure)
        {
            end.Fail(failure.Message, tellPeer: true);
        }
        catch (Exception failure)
        {
            end.Fail($"a channel's owner threw {failure.GetType().Name} on the read loop: {failure.Message}", tellPeer: true);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                while (end.TryTake(out var bytes))
                {
                    while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes).ConfigureAwait(false)..];
                }

                if (end.IsEnded) break;
                await _writable.WaitAsync().ConfigureAwait(false);
            }

            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }
}

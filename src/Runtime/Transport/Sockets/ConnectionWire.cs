using System.Net.Sockets;
using FlowActors.Runtime.Transport.Connections;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>
/// Moves the bytes of one connection's end over one connected socket, which it owns. A thread of its own reads, and it alone ends the
/// connection; a write that fails shuts the socket down, which ends the reading.
/// </summary>
internal abstract class ConnectionWire(Socket socket, IFrameEnd end) : IFrameWire
{
    /// <summary>How long last words may take to be written before the socket is closed.</summary>
    private static readonly TimeSpan LastWordsTimeout = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the connection has ended and its last words are written, or cannot be.</summary>
    protected abstract Task WriterEnded { get; }

    public abstract void WakeWriter();

    /// <summary>
    /// Reads on the present thread until the connection has ended, its channels know and the socket is closed. Does not throw.
    /// </summary>
    /// <param name="shutDownText">What the channels here and there hear when <paramref name="stopping"/> ends the connection.</param>
    /// <param name="stopping">The node's transport is being disposed.</param>
    public void Run(string shutDownText, CancellationToken stopping)
    {
        end.Attach(this);
        using var registration = stopping.Register(() => ShutDown(shutDownText));
        WakeWriter();
        Read();
        WriterEnded.Wait(LastWordsTimeout, CancellationToken.None);
        socket.Dispose();
        _ended.SetResult();
        WriterEnded.Wait(CancellationToken.None);
        Release();
        end.Finish();
    }

    /// <summary>Reads until the connection is given up, or the peer has closed it.</summary>
    /// <returns>Whether it was closed between two frames, or given up.</returns>
    /// <exception cref="SocketException">The connection was lost.</exception>
    /// <exception cref="IOException">The connection was lost.</exception>
    /// <exception cref="ObjectDisposedException">The socket was closed here.</exception>
    /// <exception cref="FrameFormatException">What was read is no frame.</exception>
    protected abstract bool ReadFrames();

    /// <summary>When nobody reads or writes any more.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Says so and closes; a peer that does not read any more is not waited for.</summary>
    private void ShutDown(string text)
    {
        end.Fail(text, tellPeer: true);
        _ = CloseLaterAsync();
    }

    private async Task CloseLaterAsync()
    {
        var timeout = Task.Delay(LastWordsTimeout);
        await Task.WhenAny(_ended.Task, timeout).ConfigureAwait(false);
        socket.Dispose();
    }

    private void Read()
    {
        try
        {
            var isWhole = ReadFrames();
            end.Fail(isWhole ? "the connection was lost: the peer closed it" : "the connection was lost in the middle of a frame", tellPeer: false);
        }
        catch (Exception failure) when (failure is SocketException or IOException or ObjectDisposedException)
        {
            end.Fail($"the connection was lost: {failure.GetBaseException().Message}", tellPeer: false);
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
}

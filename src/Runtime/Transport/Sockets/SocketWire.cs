using System.Net.Sockets;
using FlowActors.Runtime.Transport.Connections;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>
/// Moves the bytes of one connection's end over one connected socket, which it owns. A thread of its own reads. Who has
/// something to send sends it himself, if nobody else is at it, as far as the socket takes it: no other thread is woken for a
/// frame. What the socket does not take at once leaves on the thread pool. The reading thread alone ends the connection; a
/// write that fails shuts the socket down, which ends the reading.
/// </summary>
internal sealed class SocketWire(Socket socket, IFrameEnd end) : IFrameWire
{
    /// <summary>How long last words may take to be written before the socket is closed.</summary>
    private static readonly TimeSpan LastWordsTimeout = TimeSpan.FromSeconds(1);

    private readonly SocketWriter _writer = new(socket, end);
    private readonly FrameReceiver _receiver = new(end);
    private readonly SocketArrivals _arrivals = new(socket);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void WakeWriter() => _writer.Write();

    /// <summary>
    /// Reads on the present thread until the connection has ended, its channels know and the socket, which must be non-blocking,
    /// is closed. Does not throw.
    /// </summary>
    /// <param name="shutDownText">What the channels here and there hear when <paramref name="stopping"/> ends the connection.</param>
    /// <param name="stopping">The node's transport is being disposed.</param>
    public void Run(string shutDownText, CancellationToken stopping)
    {
        end.Attach(this);
        using var registration = stopping.Register(() => ShutDown(shutDownText));
        _writer.Write();
        Read();
        _writer.Ended.Wait(LastWordsTimeout, CancellationToken.None);
        socket.Dispose();
        _ended.SetResult();
        _writer.Ended.Wait(CancellationToken.None);
        end.Finish();
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
            while (!end.IsEnded)
            {
                var count = socket.Receive(_receiver.Space.Span, SocketFlags.None, out var error);
                if (error == SocketError.WouldBlock)
                {
                    _arrivals.Wait(_receiver.LargeFrames);
                    continue;
                }

                if (error != SocketError.Success) throw new SocketException((int)error);
                if (count == 0)
                {
                    end.Fail(_receiver.IsAtBoundary ? "the connection was lost: the peer closed it" : "the connection was lost in the middle of a frame", tellPeer: false);
                    return;
                }

                var isDrained = count < _receiver.Space.Length;
                _receiver.Advance(count);
                if (isDrained) _arrivals.Wait(_receiver.LargeFrames);
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
}

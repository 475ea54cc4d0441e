using System.Net.Sockets;
using FlowActors.Runtime.Transport.Connections;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>
/// A connection without TLS, over a non-blocking socket. Who has something to send sends it himself, if nobody else is at it, as far as
/// the socket takes it: no other thread is woken for a frame. What the socket does not take at once leaves on the thread pool.
/// </summary>
internal sealed class SocketWire(Socket socket, IFrameEnd end) : ConnectionWire(socket, end)
{
    private readonly Socket _socket = socket;
    private readonly IFrameEnd _end = end;
    private readonly SocketWriter _writer = new(socket, end);
    private readonly FrameReceiver _receiver = new(end);
    private readonly SocketArrivals _arrivals = new(socket);

    protected override Task WriterEnded => _writer.Ended;

    public override void WakeWriter() => _writer.Write();

    protected override bool ReadFrames()
    {
        while (!_end.IsEnded)
        {
            var count = _socket.Receive(_receiver.Space.Span, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                _arrivals.Wait(_receiver.LargeFrames);
                continue;
            }

            if (error != SocketError.Success) throw new SocketException((int)error);
            if (count == 0) return _receiver.IsAtBoundary;
            var isDrained = count < _receiver.Space.Length;
            _receiver.Advance(count);
            if (isDrained) _arrivals.Wait(_receiver.LargeFrames);
        }

        return true;
    }
}

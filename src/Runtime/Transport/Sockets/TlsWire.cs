using System.Net.Security;
using System.Net.Sockets;
using FlowActors.Runtime.Transport.Connections;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>A connection with TLS, over a blocking socket.</summary>
internal sealed class TlsWire(Socket socket, SslStream stream, IFrameEnd end) : ConnectionWire(socket, end)
{
    private readonly IFrameEnd _end = end;
    private readonly TlsWriter _writer = new(socket, stream, end);
    private readonly FrameReceiver _receiver = new(end);

    protected override Task WriterEnded => _writer.Ended;

    public override void WakeWriter() => _writer.Wake();

    protected override bool ReadFrames()
    {
        while (!_end.IsEnded)
        {
            var count = stream.Read(_receiver.Space.Span);
            if (count == 0) return _receiver.IsAtBoundary;
            _receiver.Advance(count);
        }

        return true;
    }

    protected override void Release() => stream.Dispose();
}

using System.Net.Sockets;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>Waits for bytes of a socket, in <see cref="ReceiveLots"/> where the system can wait for more than one byte.</summary>
internal sealed class SocketArrivals(Socket socket)
{
    private readonly ReceiveLots _lots = new();
    private int _lowWater = 1;

    /// <summary>Returns when there is something to receive, be it the end of the connection.</summary>
    /// <param name="largeFrames">The large frames that have come so far.</param>
    /// <exception cref="SocketException">The socket is no good any more.</exception>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public void Wait(long largeFrames)
    {
        var lot = OperatingSystem.IsLinux() ? _lots.Next(largeFrames) : 1;
        if (lot > 1)
        {
            SetLowWater(lot);
            if (socket.Poll(ReceiveLots.WaitMax, SelectMode.SelectRead))
            {
                _lots.InTime();
                return;
            }

            _lots.TooLate();
        }

        SetLowWater(1);
        socket.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead);
    }

    /// <summary>Tells the system how many bytes make the socket readable; the end of the connection does so too.</summary>
    private void SetLowWater(int bytes)
    {
        if (_lowWater == bytes) return;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, bytes);
        _lowWater = bytes;
    }
}

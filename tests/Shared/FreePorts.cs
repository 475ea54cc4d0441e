using System.Net;
using System.Net.Sockets;

namespace FlowActors.Tests;

/// <summary>
/// Ports for servers that are told where to listen. They lie below those that systems give to outgoing connections and to who asks for any, so nobody comes
/// upon one by chance between its choice and its use; and each is this process's until it ends, as processes of other tests choose theirs at the same time.
/// </summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Last = 15_999;
    private static readonly Lock s_gate = new();

    // A datagram socket at the number of a port of TCP hinders nobody there, and is gone when its process is, whatever ended it.
    private static readonly List<Socket> s_taken = [];
    private static int s_next = Environment.ProcessId;

    /// <summary>Ports that nobody listens at, and nobody else will.</summary>
    /// <exception cref="InvalidOperationException">There are not so many.</exception>
    public static int[] Take(int count)
    {
        lock (s_gate) return [.. Enumerable.Range(0, count).Select(_ => Take())];
    }

    private static int Take()
    {
        for (var tries = 0; tries <= Last - First; tries++)
        {
            // Others that take several at once begin elsewhere.
            var port = First + (int)((uint)s_next++ * 37 % (Last - First + 1));
            if (TryTake(port)) return port;
        }

        throw new InvalidOperationException($"No port from {First} to {Last} is free.");
    }

    private static bool TryTake(int port)
    {
        var mark = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            mark.Bind(new IPEndPoint(IPAddress.Loopback, port));
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            s_taken.Add(mark);
            return true;
        }
        catch (SocketException)
        {
            mark.Dispose();
            return false;
        }
    }
}

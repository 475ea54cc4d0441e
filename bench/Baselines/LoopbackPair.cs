using System.Net;
using System.Net.Sockets;

namespace FlowActors.Bench.Baselines;

/// <summary>Two ends of one loopback connection, blocking, without Nagle's delay.</summary>
internal sealed class LoopbackPair : IDisposable
{
    private LoopbackPair(Socket sender, Socket receiver) => (Sender, Receiver) = (sender, receiver);

    public Socket Sender { get; }

    public Socket Receiver { get; }

    public static LoopbackPair Connect()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        sender.Connect(listener.LocalEndPoint!);
        return new LoopbackPair(sender, listener.Accept());
    }

    public void Dispose()
    {
        Sender.Dispose();
        Receiver.Dispose();
    }
}

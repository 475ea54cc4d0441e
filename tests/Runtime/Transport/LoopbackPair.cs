using System.Net;
using System.Net.Sockets;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>Both ends of a connection over loopback.</summary>
internal sealed class LoopbackPair : IDisposable
{
    public LoopbackPair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Sending = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Sending.Connect(listener.LocalEndPoint!);
        Receiving = listener.Accept();
    }

    public Socket Sending { get; }

    public Socket Receiving { get; }

    public void Dispose()
    {
        Sending.Dispose();
        Receiving.Dispose();
    }
}

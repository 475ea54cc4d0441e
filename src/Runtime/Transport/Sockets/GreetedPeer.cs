using System.Net.Sockets;
using System.Security.Authentication;
using FlowActors.Runtime.Transport.Connections;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>A peer that has said hello, and whose certificate is good where there is TLS.</summary>
/// <param name="Name">What it calls itself.</param>
/// <param name="Wire">Makes what moves the connection's bytes.</param>
internal sealed record GreetedPeer(string Name, Func<IFrameEnd, ConnectionWire> Wire)
{
    private const string PlainPeer = "it does not speak TLS, which this node demands; set flowactors.tls alike on all nodes";

    /// <summary>Blocks until both have said hello. The socket stays with the caller when this throws.</summary>
    /// <exception cref="Exception">One that <see cref="IsExpected"/>.</exception>
    public static GreetedPeer Greet(Socket socket, NodeTls? tls, string localNode, bool speaksFirst, CancellationToken cancellation)
    {
        using var registration = cancellation.Register(socket.Dispose);
        if (tls is null) return GreetPlainly(socket, localNode, speaksFirst, refusal: null);
        if (!speaksFirst && TlsHandshake.IsPlain(socket)) return GreetPlainly(socket, localNode, speaksFirst, PlainPeer);
        var (stream, refusal) = speaksFirst ? TlsHandshake.Connect(socket, tls) : TlsHandshake.Accept(socket, tls);
        try
        {
            var name = SocketHandshake.Exchange(stream, localNode, speaksFirst, refusal);
            return new GreetedPeer(name, end => new TlsWire(socket, stream, end));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether it is what a peer, the network or the end of the transport does.</summary>
    public static bool IsExpected(Exception failure) =>
        failure is SocketException or IOException or FrameFormatException or AuthenticationException or ObjectDisposedException;

    /// <summary>What somebody who set the nodes up wants to hear of; null: somebody came and went.</summary>
    public static string? RefusalIn(Exception failure) => failure switch
    {
        FrameFormatException => failure.Message,
        AuthenticationException => $"TLS could not be agreed on ({failure.GetBaseException().Message}); is flowactors.tls set alike on both nodes?",
        _ => null,
    };

    private static GreetedPeer GreetPlainly(Socket socket, string localNode, bool speaksFirst, string? refusal)
    {
        using var stream = new NetworkStream(socket, ownsSocket: false);
        var name = SocketHandshake.Exchange(stream, localNode, speaksFirst, refusal);
        socket.Blocking = false;
        return new GreetedPeer(name, end => new SocketWire(socket, end));
    }
}

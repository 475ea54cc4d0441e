using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>
/// Agrees on TLS with a peer, by the certificates of both. A certificate that is refused does not end the handshake, which on most systems
/// would tell the peer nothing but that the connection is closed: the caller says why, and takes nothing from the peer but its name. Who shows
/// no certificate at all is no node, and is told nothing.
/// </summary>
internal static class TlsHandshake
{
    private const byte HandshakeRecord = 0x16;

    /// <summary>Whether what the peer begins with is no TLS; waits for it.</summary>
    /// <exception cref="EndOfStreamException">It says nothing.</exception>
    public static bool IsPlain(Socket socket)
    {
        Span<byte> first = stackalloc byte[1];
        return socket.Receive(first, SocketFlags.Peek) == 1 ? first[0] != HandshakeRecord : throw new EndOfStreamException();
    }

    /// <summary>As the side that has connected.</summary>
    /// <returns>The stream, and why the peer is refused; null: it is not.</returns>
    public static (SslStream Stream, string? Refusal) Connect(Socket socket, NodeTls tls) => Agree(socket, tls, PeerRole.Server, (stream, verify) =>
        stream.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            // No name is asked for: PeerCheck says what counts.
            TargetHost = "",
            ClientCertificateContext = tls.Context,
            CertificateChainPolicy = tls.Peers.PolicyFor(PeerRole.Server),
            RemoteCertificateValidationCallback = verify,
            AllowTlsResume = false,
        }));

    /// <summary>As the side that was connected to.</summary>
    /// <returns>The stream, and why the peer is refused; null: it is not.</returns>
    public static (SslStream Stream, string? Refusal) Accept(Socket socket, NodeTls tls) => Agree(socket, tls, PeerRole.Client, (stream, verify) =>
        stream.AuthenticateAsServer(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = tls.Context,
            ClientCertificateRequired = true,
            CertificateChainPolicy = tls.Peers.PolicyFor(PeerRole.Client),
            RemoteCertificateValidationCallback = verify,
            AllowTlsResume = false,
        }));

    private static (SslStream Stream, string? Refusal) Agree(
        Socket socket, NodeTls tls, PeerRole peer, Action<SslStream, RemoteCertificateValidationCallback> authenticate)
    {
        var refusal = "its certificate was not looked at";
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        try
        {
            authenticate(stream, (_, certificate, chain, _) =>
            {
                refusal = tls.Peers.RefusalOf(certificate as X509Certificate2, chain?.ChainPolicy.ExtraStore, peer);
                return refusal is null || certificate is not null;
            });
            return (stream, refusal);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FlowActors.Runtime.Transport.Security;

/// <summary>What a node shows to other nodes, and whom it takes for one: the same for all its connections, whichever side begins.</summary>
internal sealed class NodeTls
{
    /// <param name="certificate">With its private key.</param>
    /// <param name="chain">Those that are sent along.</param>
    /// <param name="peers">Whom the node talks to.</param>
    public NodeTls(X509Certificate2 certificate, X509Certificate2Collection chain, PeerCheck peers)
    {
        Certificate = certificate;
        Context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        Peers = peers;
    }

    /// <summary>The certificate of this node, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The same with the chain that is sent along.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>Whom the node talks to.</summary>
    public PeerCheck Peers { get; }
}

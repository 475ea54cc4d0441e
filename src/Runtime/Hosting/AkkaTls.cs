using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;
using Akka.Remote.Transport.DotNetty;
using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Hosting;

/// <summary>TLS of the control plane: Akka.Remote shows the same certificate as the data plane and asks for the same.</summary>
internal static class AkkaTls
{
    private static readonly Config s_on = ConfigurationFactory.ParseString(
        $$"""
        akka.remote.dot-netty.tcp {
          enable-ssl = on
          transport-class = "{{typeof(ControlTransport).FullName}}, {{typeof(ControlTransport).Assembly.GetName().Name}}"
        }
        """);

    /// <summary>The configuration that goes with <see cref="Setup"/>.</summary>
    public static Config WithTls(this Config config, NodeTls? tls) => tls is null ? config : s_on.WithFallback(config);

    /// <summary>What makes Akka.Remote speak TLS.</summary>
    /// <param name="tls">What the node shows and asks for.</param>
    /// <param name="refused">Hears of those that are refused.</param>
    public static DotNettySslSetup Setup(NodeTls tls, RefusedPeers refused) => new(
        tls.Certificate, suppressValidation: false, requireMutualAuthentication: true, (certificate, chain, peer, _, _) =>
        {
            if (tls.Peers.RefusalOf(certificate, chain?.ChainPolicy.ExtraStore, RoleOf(peer)) is not { } refusal) return true;
            refused.OnControl(peer, refusal);
            return false;
        });

    /// <summary>Akka names a peer that it has connected to by its actor system, and one that has connected to it by its socket.</summary>
    private static PeerRole RoleOf(string? peer) => peer?.Contains('@', StringComparison.Ordinal) == true ? PeerRole.Server : PeerRole.Client;
}

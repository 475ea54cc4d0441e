using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Tests.Hosting;
using FlowActors.Runtime.Tests.Transport.Security;
using FlowActors.Runtime.Transport.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using AkkaCluster = Akka.Cluster.Cluster;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>Nodes that speak TLS to each other on both planes, and who is kept out of the control plane.</summary>
[Collection("cluster")]
public sealed class TlsClusterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-test-").FullName;
    private readonly TestAuthority _authority = new("the cluster");
    private readonly LogRecorder _log = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_keyed_job_runs_on_two_nodes_over_tls()
    {
        await using var host = await StartAsync(nodes: 2);
        Assert.All(host.Cluster.Nodes, n => Assert.StartsWith("akka.ssl.tcp://", n.Info.Node, StringComparison.Ordinal));
        Assert.Equal(5_000, await CountAsync(host, parallelism: 2));
        Assert.DoesNotContain(_log.Entries, e => e.Id is EventIds.DataPeerRefused or EventIds.ControlPeerRefused or EventIds.ControlPeerLost);
    }

    [Theory]
    [InlineData("expired", "has expired at ")]
    [InlineData("foreign", "is not signed by the authorities in flowactors.tls.authorities")]
    public async Task A_node_with_a_bad_certificate_is_kept_out_and_both_logs_say_so(string kind, string reason)
    {
        var others = new TestAuthority("others");
        var bad = _authority.Node(kind == "expired" ? _authority.Issue("bad", days: -1) : others.Issue("bad"));
        await using var host = await StartAsync(nodes: 1);
        var node = host.Cluster.Nodes[0];
        var log = new LogRecorder();
        var logging = new AkkaLogging(log);
        var refused = new RefusedPeers(log, TimeProvider.System);
        using var system = ActorSystem.Create(
            node.System.Name, BootstrapSetup.Create().WithConfig(node.System.Settings.Config).And(logging).And(AkkaTls.Setup(bad, refused)));
        system.ActorOf(Props.Create(() => new LostAssociations(refused)));
        AkkaCluster.Get(system).Join(AkkaCluster.Get(node.System).SelfAddress);

        var told = await _log.FirstAsync(e => e.Id == EventIds.ControlPeerRefused);
        Assert.Contains("its certificate (CN=bad", told.Text, StringComparison.Ordinal);
        Assert.Contains(reason, told.Text, StringComparison.Ordinal);

        // The other way round; Akka would shut the whole node down.
        var address = AkkaCluster.Get(system).SelfAddress;
        node.System.ActorSelection(new RootActorPath(address) / "user" / "x").Tell("hello");
        await _log.FirstAsync(e => e.Id == EventIds.ControlPeerRefused && e.Text.Contains($"@{address.Host}:{address.Port} is refused", StringComparison.Ordinal));
        Assert.Equal(5_000, await CountAsync(host, parallelism: 1));
        Assert.Single(AkkaCluster.Get(node.System).State.Members);
        var lost = await log.FirstAsync(e => e.Id == EventIds.ControlPeerLost);
        Assert.Contains($"A control connection with {node.Info.Node} was not made: the other node ended it", lost.Text, StringComparison.Ordinal);
        logging.IsSilent = true;
        await system.Terminate().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_node_without_tls_is_kept_out_and_both_logs_say_so()
    {
        await using var host = await StartAsync(nodes: 1);
        var address = AkkaCluster.Get(host.Cluster.Nodes[0].System).SelfAddress;
        var log = new LogRecorder();
        var logging = new AkkaLogging(log);
        using var system = ActorSystem.Create(HostedNode.SystemName, BootstrapSetup.Create().WithConfig(Composed.Of(null).ForAkka()).And(logging));
        AkkaCluster.Get(system).Join(address.WithProtocol("akka.tcp"));
        var told = await _log.FirstAsync(e => e.Id == EventIds.ControlPeerRefused);
        Assert.Contains("127.0.0.1", told.Text, StringComparison.Ordinal);
        Assert.Contains("is refused: it speaks no TLS, as this node does", told.Text, StringComparison.Ordinal);
        var report = await JoinReport.WriteAsync(AkkaCluster.Get(system), [address], speaksTls: false);
        Assert.Equal($"Of the nodes that it asked {address.Host}:{address.Port} speaks TLS, which this node does not (flowactors.tls).", report);
        await log.FirstAsync(e => e.Text.Contains($"{address.Port}", StringComparison.Ordinal));
        Assert.Equal(5_000, await CountAsync(host, parallelism: 1));
        logging.IsSilent = true;
        await system.Terminate().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_node_with_tls_is_told_of_a_seed_node_without()
    {
        using var plain = ActorSystem.Create(HostedNode.SystemName, Composed.Of(null).ForAkka());
        var seed = AkkaCluster.Get(plain).SelfAddress;
        await using var host = await StartAsync(nodes: 1);
        using var other = ActorSystem.Create(HostedNode.SystemName, Composed.Of(null).ForAkka());
        var joining = AkkaCluster.Get(other);
        Assert.Equal($"Of the nodes that it asked {seed.Host}:{seed.Port} takes connections, but speaks no TLS, as this node does (flowactors.tls).", await JoinReport.WriteAsync(joining, [seed], speaksTls: true));
        Assert.Contains("but has not taken this node in", await JoinReport.WriteAsync(joining, [AkkaCluster.Get(host.Cluster.Nodes[0].System).SelfAddress], speaksTls: true), StringComparison.Ordinal);
        await other.Terminate().WaitAsync(Patience.Limit);
        await plain.Terminate().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_node_of_a_generic_host_speaks_tls_too()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(o => o.Configuration = Configuration());
        using var host = builder.Build();
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var address = AkkaCluster.Get(system).SelfAddress;
        Assert.Equal("akka.ssl.tcp", address.Protocol);
        using var plain = new TcpClient(address.Host!, address.Port!.Value);
        await using var stream = new SslStream(plain.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "",
            ClientCertificates = [_authority.Issue("other")],
            CertificateChainPolicy = _authority.Check([]).PolicyFor(PeerRole.Server),
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                _authority.Check([]).RefusalOf((X509Certificate2?)certificate, null, PeerRole.Server) is null,
        });
        Assert.Contains("CN=node", stream.RemoteCertificate!.Subject, StringComparison.Ordinal);
        await host.StopAsync().WaitAsync(Patience.Limit);
    }

    private static async Task<long> CountAsync(FlowActorsHost host, int parallelism)
    {
        var env = host.CreateEnvironment().SetParallelism(parallelism);
        var results = env.FromSequence(1, 5_000).KeyBy(x => x % 7).Count().Collect();
        await (await env.ExecuteAsync("count")).WaitForEndAsync().WaitAsync(Patience.Limit);
        return results.Values.GroupBy(v => v.Key).Sum(g => g.Max(v => v.Value));
    }

    private Task<FlowActorsHost> StartAsync(int nodes) => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
    {
        Nodes = nodes,
        LoggerFactory = _log,
        Configuration = Configuration(),
    });

    private string Configuration() => $$"""
        akka.remote.dot-netty.tcp.connection-timeout = 2s
        flowactors.tls {
          certificate = "{{Write("node.pfx", _authority.Issue("node").Export(X509ContentType.Pfx, "secretive"))}}"
          password = secretive
          authorities = ["{{Write("authority.cer", _authority.Certificate.RawData)}}"]
        }
        """;

    private string Write(string name, byte[] bytes)
    {
        var file = Path.Join(_folder, name);
        File.WriteAllBytes(file, bytes);
        return file.Replace('\\', '/');
    }
}

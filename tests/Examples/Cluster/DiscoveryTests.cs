using System.Net;
using Akka.Actor;
using Akka.Event;
using Akka.Management;
using Akka.Management.Cluster.Bootstrap;
using FlowActors.Management.Kubernetes;
using FlowActors.Tests.Examples.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>Nodes that find each other without seeds, by hocon/kubernetes.conf with a Kubernetes that is a fake.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pods_that_discover_each_other_begin_one_cluster()
    {
        var ports = FreePorts.Take(2);
        using var kubernetes = new FakeKubernetes(_folder, ports);
        IHost[] nodes = [.. ports.Select(port => CreateNode(kubernetes, port))];
        try
        {
            await Task.WhenAll(nodes.Select(node => node.StartAsync()));
            var names = nodes.Select(node => node.Services.GetRequiredService<IFlowActorsNode>().Name).Order();
            Assert.All(nodes, node => Assert.Equal(names, MembersOf(node)));
            // What a contact point says is for other nodes; it serves nothing else.
            using var client = new HttpClient();
            var answer = await client.GetStringAsync(new Uri($"http://127.0.0.1:{ports[0]}/bootstrap/seed-nodes"));
            Assert.All(names, name => Assert.Contains($"\"Port\":{name!.Split(':')[1]}", answer, StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"http://127.0.0.1:{ports[0]}/"))).StatusCode);
        }
        finally
        {
            await Task.WhenAll(nodes.Select(node => node.StopAsync()));
            Assert.All(nodes, node => Assert.True(node.Services.GetRequiredService<IFlowActorsNode>().HasLeft));
            foreach (var node in nodes) node.Dispose();
        }
    }

    [Fact]
    public async Task The_settings_for_Kubernetes_are_those_that_Akka_takes()
    {
        using var kubernetes = new FakeKubernetes(_folder, [7]);
        using var node = CreateNode(kubernetes, managementPort: null);
        var system = node.Services.GetRequiredService<ActorSystem>();
        var config = system.Settings.Config.WithFallback(ClusterBootstrap.DefaultConfiguration());
        var management = AkkaManagementSettings.Create(config).Http;
        var bootstrap = ClusterBootstrapSettings.Create(config, NoLogger.Instance);
        Assert.Equal(("127.0.0.1", 8558), (management.Hostname, management.Port));
        Assert.Equal("flowactors", bootstrap.ContactPointDiscovery.EffectiveName(system));
        Assert.Equal(("management", 2), (bootstrap.ContactPointDiscovery.PortName, bootstrap.ContactPointDiscovery.RequiredContactPointsNr));
        Assert.False(bootstrap.ContactPoint.FilterOnFallbackPort);
        var discovery = Assert.IsType<PodDiscovery>(Akka.Discovery.Discovery.Get(system).Default);

        var found = await discovery.Lookup(new Akka.Discovery.Lookup("flowactors", "management"), TimeSpan.FromSeconds(30));
        Assert.Equal(["127.0.0.1:7"], found.Addresses.Select(a => $"{a.Host}:{a.Port}"));
        Assert.Empty((await discovery.Lookup(new Akka.Discovery.Lookup("flowactors", "other"), TimeSpan.FromSeconds(30))).Addresses);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => discovery.Lookup(new Akka.Discovery.Lookup("others", "management"), TimeSpan.FromSeconds(30)));
        Assert.Contains("Kubernetes answers 403 (Forbidden) to the question which pods have app=others in the namespace streams", error.Message, StringComparison.Ordinal);
        await system.Terminate();
    }

    // What a pod's environment has, ports that are free here, a journal on one machine, and times for a test.
    private IHost CreateNode(FakeKubernetes kubernetes, int? managementPort)
    {
        var ports = FreePorts.Take(2);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddFlowActors(node =>
        {
            node.DataFolder = _folder["shared"];
            node.Configuration = $$"""
                POD_IP = "127.0.0.1", FLOWACTORS_ADMIN_KEY = "0123456789abcdef", KUBERNETES_SERVICE_HOST = "127.0.0.1", KUBERNETES_SERVICE_PORT = 1, FLOWACTORS_JOURNAL = ""
                include "{{Repository.PathOf("hocon/kubernetes.conf")}}"
                flowactors.journal.provider = sqlite
                flowactors.node { port = {{ports[0]}}, data-port = {{ports[1]}} }
                {{kubernetes.Settings}}
                {{(managementPort is null ? "" : $$"""
                akka.management {
                  http.port = {{managementPort}}
                  cluster.bootstrap { contact-point-discovery { stable-margin = 500ms, interval = 100ms }, contact-point.probe-interval = 100ms }
                }
                """)}}
                """;
        });
        builder.Services.AddFlowActorsManagement();
        return builder.Build();
    }

    private static IEnumerable<string> MembersOf(IHost node) =>
        Akka.Cluster.Cluster.Get(node.Services.GetRequiredService<ActorSystem>()).State.Members.Select(m => $"{m.Address.Host}:{m.Address.Port}").Order();
}

using Akka.Actor;
using Akka.Configuration;
using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using AkkaCluster = Akka.Cluster.Cluster;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>A node that its cluster has put out ends at once: nobody has slots for it, nobody tells it anything, and whoever waits for its start waits for nothing.</summary>
[Collection("cluster")]
public sealed class DownedNodeTests : IDisposable
{
    // Whatever waited for these would wait for longer than any test.
    private const string Waits = "flowactors { client.timeout = 1h, lifecycle { drain-timeout = 1h, start-timeout = 1h } }";

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-downed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_does_not_wait_for_other_places_for_its_slots()
    {
        var ports = FreePorts.Take(2);
        using var first = Node(ports[0], ports[0]);
        using var second = Node(ports[1], ports[0]);
        await first.StartAsync();
        await second.StartAsync();
        var system = second.Services.GetRequiredService<ActorSystem>();

        AkkaCluster.Get(first.Services.GetRequiredService<ActorSystem>()).Down(AkkaCluster.Get(system).SelfAddress);

        await system.WhenTerminated.WaitAsync(Patience.Limit);
        await first.StopAsync().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task Its_start_fails()
    {
        var ports = FreePorts.Take(2);
        // A member of the cluster, and the oldest one, which has no job manager.
        using var other = ActorSystem.Create("flowactors", ConfigurationFactory.ParseString($$"""
            akka {
              actor.provider = cluster
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{ports[0]}} }
              cluster { seed-nodes = ["akka.tcp://flowactors@127.0.0.1:{{ports[0]}}"], configuration-compatibility-check.enforce-on-join = off }
              stdout-loglevel = OFF, loglevel = OFF
            }
            """));
        using var node = Node(ports[1], ports[0], "akka.cluster.configuration-compatibility-check.enforce-on-join = off");
        var starting = node.StartAsync();
        var cluster = AkkaCluster.Get(other);
        var up = new TaskCompletionSource<Address>(TaskCreationOptions.RunContinuationsAsynchronously);
        other.ActorOf(Props.Create(() => new Members(cluster, ports[1], up)));

        cluster.Down(await up.Task.WaitAsync(Patience.Limit));

        var error = await Assert.ThrowsAsync<JobValidationException>(() => starting.WaitAsync(Patience.Limit));
        Assert.Contains("has put the node", error.Message, StringComparison.Ordinal);
    }

    private IHost Node(int port, int seed, string more = "")
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(node =>
        {
            node.SeedNodes.Add($"127.0.0.1:{seed}");
            node.DataFolder = _folder;
            node.Configuration = $"flowactors.node.port = {port}\n{Waits}\n{more}";
        });
        return builder.Build();
    }

    private sealed class Members : UntypedActor
    {
        private readonly int _port;
        private readonly TaskCompletionSource<Address> _up;

        public Members(AkkaCluster cluster, int port, TaskCompletionSource<Address> up)
        {
            (_port, _up) = (port, up);
            cluster.Subscribe(Self, Akka.Cluster.ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(Akka.Cluster.ClusterEvent.MemberUp));
        }

        protected override void OnReceive(object message)
        {
            if (message is Akka.Cluster.ClusterEvent.MemberUp { Member.Address: var address } && address.Port == _port) _up.TrySetResult(address);
        }
    }
}

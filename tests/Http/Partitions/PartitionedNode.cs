using Akka.Actor;
using FlowActors.Client;
using FlowActors.Http.Server;
using FlowActors.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowActors.Http.Tests.Partitions;

/// <summary>A node with an ActorSystem, a journal's end and an HTTP server of its own.</summary>
internal sealed class PartitionedNode : IAsyncDisposable
{
    private readonly IHost _host;

    private PartitionedNode(IHost host)
    {
        _host = host;
        System = host.Services.GetRequiredService<ActorSystem>();
        Http = host.Services.GetRequiredService<ServerService>().Address!;
        Client = new FlowActorsClient(Http);
    }

    public ActorSystem System { get; }

    /// <summary>Where it is asked, from outside of the network.</summary>
    public Uri Http { get; }

    public FlowActorsClient Client { get; }

    public Address Address => Akka.Cluster.Cluster.Get(System).SelfAddress;

    public IFlowActorsNode Node => _host.Services.GetRequiredService<IFlowActorsNode>();

    public static async Task<PartitionedNode> StartAsync(Action<FlowActorsOptions> configure, Address? seed)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(configure);
        builder.Services.AddFlowActorsHttp();
        builder.Services.AddSingleton<IClusterDiscovery>(new Joining(seed));
        var host = builder.Build();
        await host.StartAsync();
        return new PartitionedNode(host);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        ((ExtendedActorSystem)System).Abort();
        await System.WhenTerminated;
        await _host.StopAsync();
        _host.Dispose();
    }

    // Addresses of seeds name the protocol, which is another one with a transport that injects failures.
    private sealed class Joining(Address? seed) : IClusterDiscovery
    {
        public Task StartAsync(ActorSystem system)
        {
            var cluster = Akka.Cluster.Cluster.Get(system);
            cluster.Join(seed ?? cluster.SelfAddress);
            return Task.CompletedTask;
        }
    }
}

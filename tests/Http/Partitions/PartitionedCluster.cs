using Akka.Actor;
using Akka.Remote;
using Akka.Remote.Transport;
using FlowActors.Client;
using FlowActors.Runtime.Hosting;

namespace FlowActors.Http.Tests.Partitions;

/// <summary>
/// Nodes of one process that know of each other by their networks only, and can be cut off from each other: the control plane by Akka's transport that injects failures, the data plane by
/// <see cref="CutNetwork"/>. Both lose what is sent without a word. The settings are those of clusters of processes.
/// </summary>
internal sealed class PartitionedCluster : IAsyncDisposable
{
    private const string Configuration = """
        akka.remote.dot-netty.tcp.applied-adapters = ["trttl"]
        flowactors {
          node { join = discovery, register-interval = 100ms }
          http.port = 0
        }
        """;

    private readonly List<PartitionedNode> _nodes = [];

    public CutNetwork Data { get; } = new();

    public PartitionedNode this[int node] => _nodes[node];

    /// <summary>Starts it.</summary>
    /// <param name="nodes">How many nodes; the first one leads.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="job">The job that all of them know, as <see cref="NumberedJob.Name"/>.</param>
    /// <param name="settings">More settings of all nodes.</param>
    /// <param name="ofFirst">More settings of the first node.</param>
    public static async Task<PartitionedCluster> StartAsync(int nodes, string folder, Func<IStreamJob> job, string settings, string ofFirst = "")
    {
        var cluster = new PartitionedCluster();
        cluster._nodes.Add(await StartAsync(0, null));
        var seed = cluster[0].Address;
        cluster._nodes.AddRange(await Task.WhenAll(Enumerable.Range(1, nodes - 1).Select(node => StartAsync(node, seed))));
        return cluster;

        Task<PartitionedNode> StartAsync(int node, Address? seed) => PartitionedNode.StartAsync(
            options =>
            {
                options.DataFolder = folder;
                options.Configuration = $"{Configuration}\n{settings}\n{(node == 0 ? ofFirst : "")}";
                options.Subtasks = parts => OperatorHosting.Create(parts with { Transport = cluster.Data.Of(node, parts.Transport) });
                options.AddJob(NumberedJob.Name, _ => job());
            },
            seed);
    }

    /// <summary>Cuts a node off from all others.</summary>
    public async Task CutOffAsync(int node)
    {
        for (var other = 0; other < _nodes.Count; other++)
        {
            if (other == node) continue;
            Data.Cut(node, other);
            await SetAsync(node, other, Blackhole.Instance);
            await SetAsync(other, node, Blackhole.Instance);
        }
    }

    /// <summary>The network is whole again.</summary>
    public async Task HealAsync()
    {
        Data.Heal();
        for (var one = 0; one < _nodes.Count; one++)
        {
            for (var other = 0; other < _nodes.Count; other++)
                if (one != other) await SetAsync(one, other, Unthrottled.Instance);
        }
    }

    /// <summary>Awaits what a node tells. While the job manager moves nobody answers: the test's time limit is the end of it.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isThere)
    {
        while (true)
        {
            try
            {
                if (await ask() is var answer && isThere(answer)) return answer;
            }
            catch (FlowActorsClientException e) when (e.Status is System.Net.HttpStatusCode.ServiceUnavailable)
            {
                // Asked again.
            }
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_nodes.Select(n => n.DisposeAsync().AsTask()));

    private async Task SetAsync(int at, int other, ThrottleMode mode)
    {
        if (_nodes[at].System.WhenTerminated.IsCompleted) return;
        var transport = ((IRemoteActorRefProvider)((ExtendedActorSystem)_nodes[at].System).Provider).Transport;
        Assert.True(await transport.ManagementCommand(new SetThrottle(_nodes[other].Address, ThrottleTransportAdapter.Direction.Both, mode)));
    }
}

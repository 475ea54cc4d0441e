using System.Diagnostics;
using Akka.Actor;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>What tells the nodes that the others live, while records between them take all there is.</summary>
[Collection("cluster")]
public sealed class HeartbeatTests
{
    private const int Questions = 60;

    // What the cluster's profile allows before a node counts as lost is 3 s and more; the test machine has its own ups and downs.
    private static readonly TimeSpan s_typicalMax = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task The_receiver_of_heartbeats_answers_in_time_while_two_nodes_exchange_records_at_their_full_rate()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(4);
        env.Generate<long>(null, static i => i).KeyBy(static i => i % 10_007).Count().Discard();
        var job = await env.ExecuteAsync("all there is");
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();

        var (asking, asked) = (host.Cluster.Nodes[0].System, host.Cluster.Nodes[1].System);
        var receiver = asking.ActorSelection(new RootActorPath(Akka.Cluster.Cluster.Get(asked).SelfAddress) / "system" / "cluster" / "heartbeatReceiver");
        var delays = new List<TimeSpan>();
        for (var i = 0; i < Questions; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            await receiver.Ask<ActorIdentity>(new Identify(i), Patience.Limit);
            delays.Add(Stopwatch.GetElapsedTime(begin));
        }

        delays.Sort();
        Assert.True(delays[Questions / 2] < s_typicalMax, $"Half of the answers took {delays[Questions / 2]} and more, the longest {delays[^1]}.");
        Assert.Empty(Akka.Cluster.Cluster.Get(asking).State.Unreachable);
        Assert.Equal(JobStatus.Running, await job.GetStatusAsync());
        await job.CancelAsync();
    }
}

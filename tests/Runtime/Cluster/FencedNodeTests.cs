using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control.Fencing;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>What is told through a node whose process stood still.</summary>
[Collection("cluster")]
public sealed class FencedNodeTests
{
    [Fact]
    public async Task Nothing_that_a_node_knows_is_told_after_it_stood_still_until_it_has_heard_from_the_others()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var (clock, node) = (new Clock(), host.Cluster.Nodes[0]);
        var standstill = new Standstill(clock, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8));
        var client = new ControlClient(() => node.Asked with { Standstill = standstill }, host.Cluster.Settings.Client, TimeProvider.System, default);
        Assert.Single((await client.AskAsync<Nodes>(new GetNodes(), default)).All);

        clock.Pass(TimeSpan.FromSeconds(4));
        await RefusedAsync();
        standstill.Tick(hearsMost: true);
        await RefusedAsync();
        var later = client.WaitAsync<Nodes>(new GetNodes(), default);
        for (var i = 0; i < 8; i++)
        {
            clock.Pass(TimeSpan.FromSeconds(1));
            standstill.Tick(hearsMost: true);
        }

        Assert.Single((await client.AskAsync<Nodes>(new GetNodes(), default)).All);
        Assert.Single((await later.WaitAsync(Patience.Limit)).All);

        async Task RefusedAsync()
        {
            var error = await Assert.ThrowsAsync<TimeoutException>(() => client.AskAsync<Nodes>(new GetNodes(), default));
            Assert.Contains("stood still for a while", error.Message, StringComparison.Ordinal);
        }
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

        public override long GetTimestamp() => Interlocked.Read(ref _now);
    }
}

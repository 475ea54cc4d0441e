using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Remote;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using AkkaCluster = Akka.Cluster.Cluster;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>A member whose process is gone, in a cluster that would wait for it for hours.</summary>
[Collection("cluster")]
public sealed class GoneProcessesTests
{
    [Fact]
    public async Task It_is_downed_removed_and_quarantined_and_another_process_at_its_address_is_not()
    {
        using var one = Create(port: 0);
        var here = AkkaCluster.Get(one);
        here.Join(here.SelfAddress);
        var quarantined = new TaskCompletionSource<QuarantinedEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        one.EventStream.Subscribe(one.ActorOf(Props.Create(() => new Quarantines(quarantined))), typeof(QuarantinedEvent));
        one.ActorOf(Props.Create(() => new GoneProcesses(NullLogger.Instance, GoneProcesses.IsRefusedAsync)));

        UniqueAddress gone;
        // Of which another process may come to be at its address.
        var port = FreePorts.Take(1)[0];
        using (var other = Create(port))
        {
            AkkaCluster.Get(other).Join(here.SelfAddress);
            await UntilUpAsync(here, members: 2);
            gone = AkkaCluster.Get(other).SelfUniqueAddress;
            ((ExtendedActorSystem)other).Abort();
            await other.WhenTerminated.WaitAsync(Patience.Limit);
        }

        var told = await quarantined.Task.WaitAsync(Patience.Limit);
        Assert.Equal((gone.Address, (int?)gone.Uid), (told.Address, (int?)told.Uid));
        await UntilUpAsync(here, members: 1);

        using var next = Create(port);
        AkkaCluster.Get(next).Join(here.SelfAddress);
        await UntilUpAsync(here, members: 2);
        Assert.NotEqual(gone, AkkaCluster.Get(next).SelfUniqueAddress);
    }

    [Fact]
    public async Task One_that_leaves_is_given_the_time_to_end()
    {
        using var one = Create(port: 0);
        var here = AkkaCluster.Get(one);
        here.Join(here.SelfAddress);
        using var other = Create(port: 0);
        var leaving = AkkaCluster.Get(other);
        leaving.Join(here.SelfAddress);
        using (var third = Create(port: 0))
        {
            AkkaCluster.Get(third).Join(here.SelfAddress);
            await UntilUpAsync(here, members: 3);
            ((ExtendedActorSystem)third).Abort();
            await third.WhenTerminated.WaitAsync(Patience.Limit);
        }

        // As long as the third one does not answer, the cluster does not come to agree that the other one may go.
        leaving.Leave(leaving.SelfAddress);
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (!here.State.Members.Any(m => m.Status == MemberStatus.Leaving))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        var log = new LogRecorder();
        var asks = 0;
        Func<Address, Task<bool>> isRefused = node => Task.FromResult(node == leaving.SelfAddress && Interlocked.Increment(ref asks) > 0);
        one.ActorOf(Props.Create(() => new GoneProcesses(log.CreateLogger("x"), isRefused)), "gone");
        await one.ActorSelection("/user/gone").ResolveOne(Patience.Limit);
        one.EventStream.Publish(new DisassociatedEvent(here.SelfAddress, leaving.SelfAddress, false));
        await log.FirstAsync(e => e.Id == EventIds.ProcessGone && e.Text.Contains($"{leaving.SelfAddress}", StringComparison.Ordinal));
        Assert.InRange(asks, DoubtedProcess.AsksMax, int.MaxValue);
    }

    private static ActorSystem Create(int port) => ActorSystem.Create("gone", ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = OFF, stdout-loglevel = OFF
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = 127.0.0.1, port = {{port}} }
          cluster.failure-detector.acceptable-heartbeat-pause = 1h
          cluster.down-removal-margin = off
        }
        """));

    private static async Task UntilUpAsync(AkkaCluster cluster, int members)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (cluster.State.Members.Count != members || cluster.State.Members.Any(m => m.Status != MemberStatus.Up))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Quarantines(TaskCompletionSource<QuarantinedEvent> first) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is QuarantinedEvent e) first.TrySetResult(e);
        }
    }
}

using Akka.Actor;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Tests.Hosting;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>Nodes of another version that come to a cluster.</summary>
[Collection("cluster")]
public sealed class NodeVersionTests
{
    [Fact]
    public async Task A_node_that_speaks_another_protocol_is_refused_with_both_versions_in_both_logs()
    {
        var (ours, theirs) = (new LogRecorder(), new LogRecorder());
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { LoggerFactory = ours });
        var first = host.Cluster.Nodes[0];
        var system = ActorSystem.Create(first.System.Name, first.System.Settings.Config);
        Akka.Cluster.Cluster.Get(system).Join(Akka.Cluster.Cluster.Get(first.System).SelfAddress);
        var node = await NodeRuntime.StartAsync(system, first.Setup with { Version = new NodeVersion("9.9.9", NodeVersion.CurrentProtocol + 1), Loggers = theirs });
        var error = await Assert.ThrowsAsync<JobValidationException>(() => node.Registered.WaitAsync(Patience.Limit));
        foreach (var text in (string[])[error.Message, await RefusalAsync(ours), await RefusalAsync(theirs)])
        {
            Assert.Contains($"FlowActors 9.9.9 with protocol {NodeVersion.CurrentProtocol + 1}", text, StringComparison.Ordinal);
            Assert.Contains($"FlowActors {NodeVersion.Own.FlowActors} with protocol {NodeVersion.CurrentProtocol}", text, StringComparison.Ordinal);
        }

        await system.Terminate();
        await node.DisposeAsync();
    }

    private static async Task<string> RefusalAsync(LogRecorder log) => (await log.FirstAsync(e => e.Id == EventIds.NodeRefused)).Text;
}

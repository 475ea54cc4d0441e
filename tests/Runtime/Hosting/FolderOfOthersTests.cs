using Akka.Actor;
using Akka.Configuration;
using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Folders;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using AkkaCluster = Akka.Cluster.Cluster;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>A node that could begin a cluster, while a member of another one that uses its data folder lives.</summary>
[Collection("cluster")]
public sealed class FolderOfOthersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
    private readonly int[] _ports = FreePorts.Take(2);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_first_seed_joins_those_that_live_and_begins_a_cluster_when_they_have_gone()
    {
        using var member = Member();
        using var node = Node("flowactors.lifecycle.start-timeout = 60s");
        var logs = node.Services.GetRequiredService<LogRecorder>();
        var start = node.StartAsync();
        await logs.FirstAsync(e => e.Text.Contains($"begins no cluster: that of 127.0.0.1:{_ports[1]} uses the same data folder", StringComparison.Ordinal));
        Assert.False(start.IsCompleted);
        member.Dispose();
        await start.WaitAsync(Patience.Limit);
        using var data = DataFolder.Join(new LocalFileSystem(), _folder, "other", (_, _) => { });
        Assert.Equal([$"127.0.0.1:{_ports[0]}"], data.ClusterMembers());
        await node.StopAsync();
    }

    [Fact]
    public async Task The_first_seed_tells_of_those_that_it_does_not_reach()
    {
        using var member = Member();
        using var node = Node("flowactors.lifecycle.start-timeout = 3s");
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => node.StartAsync()).WaitAsync(Patience.Limit);
        Assert.Contains($"Of the nodes that it asked 127.0.0.1:{_ports[1]} refuses connections: nobody listens there.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_begun_one_all_the_same_leads_nothing_until_they_have_gone()
    {
        using var own = DataFolder.Join(new LocalFileSystem(), _folder, "own", (_, _) => { });
        using var system = ActorSystem.Create("flowactors", ConfigurationFactory.ParseString(
            "akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = cluster, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }"));
        var cluster = AkkaCluster.Get(system);
        cluster.Join(cluster.SelfAddress);
        using var member = Member();
        var admission = new FolderAdmission(own, cluster, NullLogger.Instance);
        var mayLead = admission.WaitAsync();
        while (admission.Refusal is null) await Task.Yield();
        Assert.StartsWith($"The data folder '{_folder}' is in use by another cluster, that of node 127.0.0.1:{_ports[1]}, which this node is no member of.", admission.Refusal, StringComparison.Ordinal);
        Assert.False(mayLead.IsCompleted);
        member.Dispose();
        await mayLead.WaitAsync(Patience.Limit);
        Assert.Null(admission.Refusal);
        await system.Terminate();
    }

    // A process that is in a cluster, as far as the folder tells.
    private DataFolder Member()
    {
        var name = $"127.0.0.1:{_ports[1]}";
        var folder = DataFolder.Join(new LocalFileSystem(), _folder, name, (_, _) => { });
        Assert.Null(folder.EnterCluster(name, 7, new HashSet<int> { 7 }));
        return folder;
    }

    private IHost Node(string configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var logs = new LogRecorder();
        builder.Services.AddSingleton(logs).AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(logs);
        builder.Services.AddFlowActors(node =>
        {
            node.SeedNodes.Add($"127.0.0.1:{_ports[0]}");
            node.DataFolder = _folder;
            node.Configuration = $"flowactors.node.port = {_ports[0]}\n{configuration}";
        });
        return builder.Build();
    }
}

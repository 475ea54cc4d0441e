using System.Net;
using FlowActors.Client;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowActors.Http.Tests.Server;

/// <summary>What the server tells of its faults is in the log of the node that was asked, although nobody has given it loggers.</summary>
public sealed class FaultsInLogsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_fault_of_ours_is_in_the_log_of_the_node_that_was_asked(int nodes)
    {
        await using var node = await ServedNode.StartAsync(nodes: nodes);
        await using var server = await FlowActorsHttpServer.StartAsync(new BrokenNode(node.Host.At(nodes - 1)), 0, null, default);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var answer = await http.GetAsync("/jobs");
        await ApiKeyTests.AssertProblem(HttpStatusCode.InternalServerError, "The request failed", answer);

        using var client = new FlowActorsClient(node.Server.Address);
        var asked = Akka.Cluster.Cluster.Get(node.Host.Cluster.Nodes[nodes - 1].System).SelfAddress;
        foreach (var one in await client.GetNodesAsync())
        {
            var told = (await client.GetLogAsync(one.Node)).Where(l => l.Category == "FlowActors.Http").ToList();
            if (one.Node != $"{asked.Host}:{asked.Port}")
            {
                Assert.Empty(told);
                continue;
            }

            var line = Assert.Single(told);
            Assert.Equal(("error", "System.InvalidOperationException: It is broken."), (line.Level, line.Failure));
        }
    }

    /// <summary>A node whose every question is a fault.</summary>
    private sealed class BrokenNode(IServedNode node) : IServedNode
    {
        public JobExecutor Jobs { get; } = new(
            new ControlClient(() => throw new InvalidOperationException("It is broken."), SettingsReader.Read(node.Configuration).Client, TimeProvider.System, default),
            new JobCatalog(() => node.Jobs.DefaultSettings),
            new HeldJobs(),
            node.Jobs.DefaultSettings,
            NullLogger.Instance);

        public ILoggerFactory Loggers => node.Loggers;

        public NodeConfiguration Configuration => node.Configuration;

        public HttpSettings Http => node.Http;

        public string? CheckpointFolder => node.CheckpointFolder;

        public bool IsInCluster => node.IsInCluster;
    }
}

using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>The same job on one node and on three, whose subtasks exchange frames over sockets.</summary>
[Collection("cluster")]
public sealed class ThreeNodesTests
{
    [Fact]
    public async Task Every_node_runs_subtasks_of_every_vertex_and_frames_go_between_them()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 3 });
        var env = host.CreateEnvironment().SetParallelism(3);
        env.Generate(null, i => i).KeyBy(x => x % 1000).Count().Rebalance().Discard();
        var job = await env.ExecuteAsync("unbounded");
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            var metrics = await job.GetMetricsAsync(limit.Token);
            var receivers = metrics.Where(m => m.Vertex.Contains("Count", StringComparison.Ordinal)).ToArray();
            if (receivers.Length < 3 || receivers.Any(m => m.Values["numBuffersInRemote"] == 0 || m.Values["numBuffersInLocal"] == 0)) continue;
            foreach (var vertex in metrics.GroupBy(m => m.Vertex))
            {
                Assert.Equal([0, 1, 2], vertex.Select(m => m.Subtask).Order());
                Assert.Equal(3, vertex.Select(m => m.Node).Distinct().Count());
            }

            break;
        }

        await job.CancelAsync(limit.Token);
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync(limit.Token));
    }

    [Fact]
    public async Task Results_are_the_same_on_one_node_and_on_three()
    {
        var one = await CountAsync(1);
        Assert.Equal(Enumerable.Range(0, 97).Select(k => (long)k), one.Keys.Order());
        Assert.Equal(200_000, one.Values.Sum());
        Assert.Equal(one, await CountAsync(3));
    }

    private static async Task<SortedDictionary<long, long>> CountAsync(int nodes)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes });
        var env = host.CreateEnvironment().SetParallelism(3);
        var results = env.FromSequence(1, 200_000).Map(x => $"{x % 97}").Rebalance().KeyBy(x => x).Count().Collect();
        await (await env.ExecuteAsync("count")).WaitForEndAsync().WaitAsync(Patience.Limit);
        var last = new SortedDictionary<long, long>();
        foreach (var (key, count) in results.Values)
        {
            var number = long.Parse(key, System.Globalization.CultureInfo.InvariantCulture);
            last[number] = Math.Max(last.GetValueOrDefault(number), count);
        }

        return last;
    }
}

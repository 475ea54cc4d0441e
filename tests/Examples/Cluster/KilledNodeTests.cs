using FlowActors.Client.Operations;
using FlowActors.Client.Rescales;
using FlowActors.Tests.Examples.CommandLine;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>Nodes in processes of their own, which come and go while a job works: the rows are those that were published.</summary>
public sealed class KilledNodeTests
{
    // Of each job: the last event comes after 17 s at the earliest.
    private const int EventsPerSecond = 12_000;

    // Half of them on RocksDB.
    private static readonly (string Query, string State)[] Queries =
        [("q0", "memory"), ("q1", "rocksdb"), ("q2", "memory"), ("q14", "rocksdb"), ("q17", "rocksdb"), ("q18", "memory"), ("q21", "memory"), ("q22", "rocksdb")];

    [Fact]
    public async Task Every_query_gives_the_published_rows_over_a_rescale_a_kill_and_a_drain()
    {
        using var folder = new TempFolder();
        var nodes = await NodeProcess.StartAsync(3, folder["shared"]);
        try
        {
            using var client = nodes[2].CreateClient();
            var jobs = await Task.WhenAll(Queries.Select(q => ClusterJobs.SubmitAsync(client, q.Query, q.State, EventsPerSecond, folder[$"{q.Query}.txt"])));
            await Task.WhenAll(jobs.Select(job => ClusterJobs.UntilAsync(async () => (await job.GetCheckpointsAsync()).Counts.Completed > 1)));
            await Task.WhenAll(jobs.Select(async job =>
            {
                var rescaled = await client.WaitForAsync(await job.RescaleAsync(new RescaleRequest(5)));
                Assert.Equal((Operation.Completed, 5), (rescaled.Status, rescaled.Result?.Parallelism));
            }));

            // That of the job manager, of the jobs' coordinators and of some of their slots.
            await nodes[0].KillAsync();
            await Task.WhenAll(jobs.Select(job => ClusterJobs.UntilAsync(async () => (await job.GetDetailsAsync()) is { Status: "Running", Attempt: > 2 })));
            var gone = $"127.0.0.1:{nodes[0].Port} is gone: nobody listens there";
            // A line comes here some time after it was written.
            while (!(nodes[1].Log + nodes[2].Log).Contains(gone, StringComparison.Ordinal)) await Task.Yield();
            // That of the next job manager, and with it of the coordinators: what the drain took is told by those that follow.
            var drained = $"127.0.0.1:{nodes[1].Port}";
            // A job that is just starting again, or a savepoint, may hold it up for a moment, which the error stream tells.
            var (exitCode, output, _) = await NodeAsync($"drain {drained}", nodes[2]);
            Assert.Equal((0, $"drained={drained}"), (exitCode, output));
            await ClusterJobs.UntilAsync(async () => (await client.GetNodesAsync()) is [var one] && one.Node != drained);
            Assert.Equal(0, await nodes[1].EndAsync());
            Assert.DoesNotContain($"{drained} is gone: nobody listens there", nodes[2].Log, StringComparison.Ordinal);
            var last = await NodeAsync($"drain 127.0.0.1:{nodes[2].Port}", nodes[2]);
            Assert.Equal((1, ""), (last.ExitCode, last.Output));
            Assert.Contains("is the last one that takes subtasks", last.Error, StringComparison.Ordinal);
            await Task.WhenAll(jobs.Select(job => ClusterJobs.UntilAsync(async () => (await job.GetDetailsAsync()).Status == "Finished")));

            foreach (var ((query, _), job) in Queries.Zip(jobs))
            {
                var rescales = (await job.GetRescalesAsync()).Rescales;
                Assert.Contains(rescales, r => r is { Why: "drained", EndedAt: not null });
                Assert.All(rescales, r => Assert.True(r is { Status: Operation.Completed, EndedAt: not null, BytesMoved: not null, Pause.TotalMs: > 0 }));
                await ClusterJobs.AssertPublishedAsync(query, folder[$"{query}.txt"]);
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(string.Join("\n----\n", nodes.Select(n => n.Log)), e);
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> NodeAsync(string command, NodeProcess at)
    {
        var (exitCode, output, error) = await CommandLine.Examples.RunAsync($"node {command} --at {at.Http}");
        return (exitCode, output.TrimEnd(), error.TrimEnd());
    }
}

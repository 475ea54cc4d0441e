using System.Globalization;
using FlowActors.Files;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Recovery.Faults;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>A job on three nodes gets another parallelism while it runs: nothing is lost, nothing comes twice, and nothing of it is a failure.</summary>
[Collection("cluster")]
public sealed class RescaleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    private string Output => Path.Join(_folder, "output");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("memory", 8_388_611)]
    [InlineData("rocksdb", 8_388_613)]
    public async Task It_goes_on_at_the_parallelism_that_is_asked_for_with_all_that_it_had(string backend, int memory)
    {
        await using var host = await StartAsync(backend, memory);
        var job = await RunAsync(host, 600);
        var rescales = host.Jobs.Rescales;
        foreach (var parallelism in new[] { 5, 3 })
        {
            var done = await rescales.RunAsync(job.JobId, parallelism, CancellationToken.None).WaitAsync(Patience.Limit);
            Assert.Null(done.Failure);
            var metrics = await job.GetMetricsAsync();
            Assert.Equal(parallelism, metrics.Count(m => m.Vertex.Contains("Process", StringComparison.Ordinal)));
            await NumbersAsync(job, await NumbersAsync(job, 0) + 200);
        }

        Assert.Null((await rescales.RunAsync(job.JobId, 3, CancellationToken.None)).Failure);
        var told = await rescales.ListAsync(job.JobId, CancellationToken.None);
        Assert.Equal((3, 2), (told.Parallelism, told.All.Count));
        Assert.Equal([(5, 3), (2, 5)], told.All.Select(r => (r.From, r.To)));
        Assert.All(told.All, r =>
        {
            Assert.Equal((RescaleCause.Requested, null), (r.Why, r.Failure));
            Assert.InRange(r.BytesMoved!.Value, 1, long.MaxValue);
            Assert.True(r.Pause is { } p && TimeSpan.Zero <= p.Align && TimeSpan.Zero <= p.Snapshot && TimeSpan.Zero < p.Move && TimeSpan.Zero < p.Restore && TimeSpan.Zero <= p.Resume);
            Assert.InRange(r.Pause.Align + r.Pause.Snapshot + r.Pause.Move + r.Pause.Restore + r.Pause.Resume, TimeSpan.Zero, r.EndedAt!.Value - r.StartedAt);
        });
        Assert.Empty(await job.GetExceptionsAsync());
        await job.StopWithSavepointAsync(Path.Join(_folder, "end"), drain: true).WaitAsync(Patience.Limit);
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        BucketsJob.Check(Output, (long)result.Accumulators["numbers"]);
    }

    [Fact]
    public async Task What_cannot_be_is_told_and_leaves_it_alone()
    {
        await using var host = await StartAsync("memory", 8_388_617);
        var job = await RunAsync(host, 100);
        Assert.Contains("between 1 and 32768", await RefusedAsync(0, RescaleRefusal.Impossible), StringComparison.Ordinal);
        Assert.Contains("max parallelism of 128", await RefusedAsync(129, RescaleRefusal.Impossible), StringComparison.Ordinal);
        Assert.Contains("needs 128 slots, but the cluster has 64", await RefusedAsync(128, RescaleRefusal.Impossible), StringComparison.Ordinal);
        Assert.Contains("needs 40 slots, but the nodes have room for 30 of it", await RefusedAsync(40, RescaleRefusal.Impossible), StringComparison.Ordinal);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => host.Jobs.Rescales.RunAsync(JobId.Create(), 2, CancellationToken.None)).WaitAsync(Patience.Limit);
        Assert.Equal((JobStatus.Running, 0), (await job.GetStatusAsync(), (await job.GetExceptionsAsync()).Count));
        Assert.Empty((await host.Jobs.Rescales.ListAsync(job.JobId, CancellationToken.None)).All);
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync()).WaitAsync(Patience.Limit);
        Assert.Contains("it is ending, or has ended", await RefusedAsync(3, RescaleRefusal.NotNow), StringComparison.Ordinal);

        async Task<string> RefusedAsync(int parallelism, RescaleRefusal refusal)
        {
            var told = await host.Jobs.Rescales.RunAsync(job.JobId, parallelism, CancellationToken.None).WaitAsync(Patience.Limit);
            Assert.Equal(refusal, told.Refusal);
            return told.Failure!;
        }
    }

    private static async Task<IJobClient> RunAsync(FlowActorsHost host, long atLeast)
    {
        var job = await host.SubmitAsync("buckets");
        await NumbersAsync(job, atLeast);
        // Some count before all run.
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        return job;
    }

    private static async Task<long> NumbersAsync(IJobClient job, long atLeast)
    {
        while (true)
        {
            if ((await job.GetAccumulatorsAsync()).TryGetValue("numbers", out var numbers) && (long)numbers >= atLeast) return (long)numbers;
            await Task.Yield();
        }
    }

    private Task<FlowActorsHost> StartAsync(string backend, int memory) => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
    {
        Nodes = 3,
        DataFolder = Path.Join(_folder, "data"),
        Configuration = string.Create(CultureInfo.InvariantCulture, $"flowactors.sharding.shards = 64\nflowactors.node.slots = 10\nflowactors.state {{ memory = {memory}B, local-dirs = [\"{Path.Join(_folder, "local")}\"] }}"),
    }.AddJob("buckets", () => new BucketsJob(Output, new LocalFileSystem(), new Poison(), 2, parallelism: 2, backend: backend)));
}

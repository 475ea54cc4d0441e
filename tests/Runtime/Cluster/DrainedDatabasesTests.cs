using System.Globalization;
using FlowActors.Files;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Tests.Hosting;
using FlowActors.Runtime.Tests.Recovery.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>A node leaves with its slots of a job on RocksDB: what was on the other one stays there, open, and what moves is opened from the checkpoint.</summary>
[Collection("cluster")]
public sealed class DrainedDatabasesTests : IDisposable
{
    private const int Parallelism = 2;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    private string Output => Path.Join(_folder, "output");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_does_not_move_keeps_its_database_open()
    {
        var ports = FreePorts.Take(2);
        var log = new LogRecorder();
        using var staying = await StartAsync(ports[0], ports[0], log);
        using var leaving = await StartAsync(ports[1], ports[0], new LogRecorder());
        var job = (JobClient)await Of(staying).SubmitAsync("buckets", null, null, default);
        await NumbersAsync(job, 300);
        await leaving.StopAsync().WaitAsync(Patience.Limit);
        await NumbersAsync(job, await NumbersAsync(job, 0) + 300);

        var told = log.Entries.Where(e => e.Id == EventIds.StateRestored).Select(e => e.Text).ToList();
        Assert.Equal((Parallelism, Parallelism / 2), (told.Count, told.Count(t => t.Contains("of which 1 had stayed open", StringComparison.Ordinal))));
        Assert.Equal(Parallelism / 2, told.Count(t => t.Contains("of which 0 had stayed open: 0 (0 bytes) that this node had kept", StringComparison.Ordinal)));
        Assert.Empty(await job.GetExceptionsAsync());
        await job.StopWithSavepointAsync(Path.Join(_folder, "end"), drain: true).WaitAsync(Patience.Limit);
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        BucketsJob.Check(Output, (long)result.Accumulators["numbers"]);
        await staying.StopAsync().WaitAsync(Patience.Limit);
    }

    private static JobExecutor Of(IHost node) => (JobExecutor)node.Services.GetRequiredService<IJobExecutor>();

    private static async Task<long> NumbersAsync(JobClient job, long atLeast)
    {
        while (true)
        {
            if ((await job.GetAccumulatorsAsync()).TryGetValue("numbers", out var numbers) && (long)numbers >= atLeast) return (long)numbers;
            await Task.Yield();
        }
    }

    private async Task<IHost> StartAsync(int port, int seed, LogRecorder log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.Services.AddFlowActors(node =>
        {
            node.SeedNodes.Add($"127.0.0.1:{seed}");
            node.DataFolder = Path.Combine(_folder, "shared");
            // Each with a budget of its own: those of one size would share it.
            node.Configuration = string.Create(
                CultureInfo.InvariantCulture,
                $"flowactors {{ node {{ port = {port}, register-interval = 100ms }}, sharding.rebalance = off, state {{ memory = {(8 << 20) + port}B, local-dirs = [\"{Path.Join(_folder, $"{port}")}\"] }} }}");
            node.AddJob("buckets", _ => new BucketsJob(Output, new LocalFileSystem(), new Poison(), 2, parallelism: Parallelism, backend: "rocksdb"));
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}

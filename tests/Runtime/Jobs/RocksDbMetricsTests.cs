using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>What a job on RocksDB publishes of its state, of a real database that is larger than its memory.</summary>
[Collection("cluster")]
public sealed class RocksDbMetricsTests : IDisposable
{
    private const long Memory = (4 << 20) + 23;

    // Four times the memory, if all of them come: most keys are not in it, and ten always are.
    private const int Keys = 16_000;
    private const int ValueBytes = 1_000;

    // Those of docs/metrics.md.
    private static readonly string[] s_names =
    [
        "rocksdb.estimate-num-keys", "rocksdb.estimate-live-data-size", "rocksdb.total-sst-files-size", "rocksdb.cur-size-all-mem-tables",
        "rocksdb.estimate-table-readers-mem", "rocksdb.mem-table-flush-pending", "rocksdb.compaction-pending", "rocksdb.estimate-pending-compaction-bytes",
        "rocksdb.num-running-flushes", "rocksdb.num-running-compactions", "rocksdb.num-live-versions", "rocksdb.background-errors",
        "rocksdb.actual-delayed-write-rate", "rocksdb.is-write-stopped", "rocksdb.block-cache-usage", "rocksdb.block-cache-pinned-usage",
        "rocksdb.block-cache-capacity", "stateCacheAccesses", "stateCacheHits", "stateDatabaseReads", "stateMemoryObjects", "stateMemoryBudget",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task All_that_a_database_publishes_is_read_of_it()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(
            new EmbeddedOptions { Configuration = $"flowactors.state {{ memory = {Memory}B, local-dirs = [\"{_folder}\"] }}" });
        var env = host.CreateEnvironment().SetParallelism(1).SetStateBackend("rocksdb");
        env.Generate(null, i => i).KeyBy(i => i % 2 == 0 ? i % 20 : i / 2 % Keys).Process(() => new Keeping()).Discard();
        var job = await env.ExecuteAsync("large");
        using var limit = new CancellationTokenSource(Patience.Limit);
        // While it opens it has not published all yet.
        var first = await ReadAsync(job, m => m.GetValueOrDefault("stateCacheHits") > 0, limit.Token);
        Assert.Equal(s_names.Order(StringComparer.Ordinal), OfState(first).Order(StringComparer.Ordinal));
        var metrics = await ReadAsync(job, m => IsAtWork(m) && m["stateCacheHits"] > first["stateCacheHits"], limit.Token);

        Assert.Equal(Memory, metrics["stateMemoryBudget"]);
        Assert.InRange(metrics["rocksdb.block-cache-capacity"], 1, Memory);
        Assert.InRange(metrics["rocksdb.block-cache-usage"], 1, Memory);
        Assert.InRange(metrics["rocksdb.block-cache-pinned-usage"], 0, Memory);
        Assert.InRange(metrics["stateMemoryObjects"], 1, Memory);
        Assert.InRange(metrics["rocksdb.estimate-live-data-size"], 1, long.MaxValue);
        Assert.InRange(metrics["rocksdb.num-live-versions"], 2, 1_000);
        Assert.InRange(metrics["rocksdb.is-write-stopped"], 0, 1);
        Assert.Equal(0, metrics["rocksdb.background-errors"]);
        await job.CancelAsync(limit.Token);
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync(limit.Token));
    }

    // Others may be 0 at any time.
    private static bool IsAtWork(IReadOnlyDictionary<string, double> metrics) =>
        metrics["stateDatabaseReads"] > 0 && metrics["stateCacheAccesses"] > metrics["stateCacheHits"]
        && metrics["rocksdb.estimate-num-keys"] > Keys / 4 && metrics["rocksdb.total-sst-files-size"] > Memory / 2
        && metrics["rocksdb.cur-size-all-mem-tables"] > 0;

    private static IEnumerable<string> OfState(IReadOnlyDictionary<string, double> metrics) => metrics.Keys.Where(
        name => name.StartsWith("rocksdb.", StringComparison.Ordinal) || name.StartsWith("state", StringComparison.Ordinal));

    // Of the subtask that is at work on state, once it is as wanted: the one of the source publishes the same.
    private static async Task<IReadOnlyDictionary<string, double>> ReadAsync(
        IJobClient job, Func<IReadOnlyDictionary<string, double>, bool> isWanted, CancellationToken limit)
    {
        while (true)
        {
            var found = (await job.GetMetricsAsync(CancellationToken.None)).Select(m => m.Values).Where(m => OfState(m).Any()).MaxBy(m => m.GetValueOrDefault("stateCacheAccesses"));
            if (found is not null && isWanted(found)) return found;
            Assert.False(limit.IsCancellationRequested, string.Join(", ", found?.Select(m => $"{m.Key} {m.Value}") ?? []));
            await Task.Yield();
        }
    }

    private sealed class Keeping : KeyedProcessFunction<long, long, long>
    {
        private static readonly ValueStateDescriptor<byte[]> Kept = new("kept");

        private IValueState<byte[]>? _kept;

        public override void Open(IKeyedRuntimeContext context) => _kept = context.GetState(Kept);

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
            if (_kept!.TryGet(out var before)) output.Collect(before.Length);
            var kept = new byte[ValueBytes];
            new Random((int)value).NextBytes(kept);
            _kept.Update(kept);
        }
    }
}

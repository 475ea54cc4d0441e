using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Hosting;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>What a job still tells when it has ended, well or not.</summary>
[Collection("cluster")]
public sealed class AfterTheEndTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Metrics_and_accumulators_of_a_finished_job_are_its_last(int nodes)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes });
        var job = await ExecuteAsync(host, _ => { });
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        var metrics = await job.GetMetricsAsync();
        Assert.Equal(4, metrics.Count);
        Assert.Equal(nodes, metrics.Select(m => m.Node).Distinct().Count());
        Assert.Equal(100, metrics.Where(m => m.Vertex.Contains("counter", StringComparison.Ordinal)).Sum(m => m.Values["numRecordsIn"]));
        Assert.Equal(100, metrics.Sum(m => m.Values.GetValueOrDefault("counter.calls")));
        Assert.Equal(100L, (await job.GetAccumulatorsAsync())["seen"]);
    }

    [Fact]
    public async Task Those_of_a_failed_job_are_of_its_last_attempt()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var job = await ExecuteAsync(
            host, x => throw new FormatException(), new RestartStrategy.FixedDelay(2, TimeSpan.FromMilliseconds(1)), parallelism: 1);
        await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Equal(1L, (await job.GetAccumulatorsAsync())["seen"]);
        Assert.Equal(1, (await job.GetMetricsAsync()).Sum(m => m.Values.GetValueOrDefault("counter.calls")));
    }

    [Fact]
    public async Task Those_of_a_cancelled_job_are_as_it_left_them()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        using var block = new Block();
        var job = await ExecuteAsync(host, block.Wait, parallelism: 1);
        await block.Reached(1);
        Assert.Equal(1L, (await job.GetAccumulatorsAsync())["seen"]);
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Equal(1L, (await job.GetAccumulatorsAsync())["seen"]);
        Assert.Equal(2, (await job.GetMetricsAsync()).Count);
    }

    [Fact]
    public async Task Sums_that_are_no_number_come_over_the_network_and_from_the_journal()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
        try
        {
            await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2, DataFolder = folder });
            var job = await ExecuteAsync(host, _ => { }, add: double.NaN);
            await job.WaitForEndAsync().WaitAsync(Patience.Limit);
            Assert.Equal(double.NaN, (await job.GetAccumulatorsAsync())["sum"]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_function_that_asks_for_an_accumulator_for_each_key_fails_with_the_limit_before_anything_is_visible()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
        try
        {
            await using var host = await FlowActorsHost.StartEmbeddedAsync();
            var env = host.CreateEnvironment().SetParallelism(1);
            env.FromSequence(1, 100_000).Process(() => new OneForEach()).WithName("keys").WriteAsText(Path.Combine(folder, "out"));
            var job = await env.ExecuteAsync("keys");
            var error = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
            Assert.Equal("keys", error.Failure.Operator);
            Assert.Contains("262144 bytes", Assert.IsType<InvalidOperationException>(error.InnerException).Message, StringComparison.Ordinal);
            Assert.DoesNotContain(
                Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), f => !Path.GetFileName(f).StartsWith('.'));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Arguments_that_are_too_long_are_refused_on_one_node()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions().AddJob<Program>("job"));
        var error = await Assert.ThrowsAsync<JobValidationException>(
            () => host.SubmitAsync("job", new Dictionary<string, string> { ["data"] = new('x', 1_500_000) }));
        Assert.Contains("131072 are allowed", error.Message, StringComparison.Ordinal);
        Assert.Empty(await host.GetJobsAsync());
    }

    private static Task<IJobClient> ExecuteAsync(
        FlowActorsHost host, Action<long> code, RestartStrategy? restarts = null, int parallelism = 2, double add = 1)
    {
        var env = host.CreateEnvironment().SetParallelism(parallelism).SetRestartStrategy(restarts ?? RestartStrategy.None);
        env.FromSequence(1, 100).Rebalance().Process(() => new Counter(code, add)).WithName("counter").Discard();
        return env.ExecuteAsync("counted");
    }

    private sealed class Counter(Action<long> code, double add) : ProcessFunction<long, long>
    {
        private LongCounter? _seen;
        private LongCounter? _calls;
        private DoubleCounter? _sum;

        public override void Open(IRuntimeContext context)
        {
            _seen = context.GetLongCounter("seen");
            _sum = context.GetDoubleCounter("sum");
            _calls = context.Metrics.Counter("calls");
        }

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            _seen!.Add(1);
            _calls!.Add(1);
            _sum!.Add(add);
            code(value);
        }
    }

    private sealed class OneForEach : ProcessFunction<long, long>
    {
        private IRuntimeContext? _context;

        public override void Open(IRuntimeContext context) => _context = context;

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            _context!.GetLongCounter($"key-{value}").Add(1);
            output.Collect(value);
        }
    }

    private sealed class Program : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.FromElements(1).Discard();
    }
}

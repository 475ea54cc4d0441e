using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>A job whose node measures the accesses to state tells how long they take, on each backend.</summary>
[Collection("cluster")]
public sealed class StateLatencyJobTests
{
    private const string Latency = "counting.seen.valueStateGetLatency.max";

    [Theory]
    [InlineData("memory")]
    [InlineData("rocksdb")]
    public async Task Accesses_to_state_are_measured_where_the_node_says_so(string backend)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(
            new EmbeddedOptions { Configuration = "flowactors.state.latency-track { keyed-state-enabled = on, sample-interval = 2, history-size = 8 }" });
        var job = await StartAsync(host, backend);
        using var limit = new CancellationTokenSource(Patience.Limit);
        while ((await job.GetMetricsAsync(limit.Token)).Sum(m => m.Values.GetValueOrDefault(Latency)) == 0) await Task.Yield();
        await EndAsync(job, limit.Token);
    }

    [Fact]
    public async Task And_otherwise_there_is_no_such_metric()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var job = await StartAsync(host, "memory");
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            var metrics = await job.GetMetricsAsync(limit.Token);
            Assert.DoesNotContain(metrics, m => m.Values.ContainsKey(Latency));
            if (metrics.Any(m => m.Values.GetValueOrDefault("counting.calls") > 0)) break;
        }

        await EndAsync(job, limit.Token);
    }

    private static async Task<IJobClient> StartAsync(FlowActorsHost host, string backend)
    {
        var env = host.CreateEnvironment().SetParallelism(1).SetStateBackend(backend);
        env.Generate(null, i => i).KeyBy(x => x % 10).Process(() => new Counting()).WithName("counting").Discard();
        return await env.ExecuteAsync("latencies");
    }

    private static async Task EndAsync(IJobClient job, CancellationToken limit)
    {
        await job.CancelAsync(limit);
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync(limit));
    }

    private sealed class Counting : KeyedProcessFunction<long, long, long>
    {
        private static readonly ValueStateDescriptor<long> Seen = new("seen");

        private IValueState<long>? _seen;
        private LongCounter? _calls;

        public override void Open(IKeyedRuntimeContext context)
        {
            _seen = context.GetState(Seen);
            _calls = context.Metrics.Counter("calls");
        }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
            _calls!.Add(1);
            _seen!.TryGet(out var seen);
            _seen.Update(seen + 1);
            output.Collect(seen);
        }
    }
}

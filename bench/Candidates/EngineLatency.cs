using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Candidates;

/// <summary>One source, a keyBy, and a reduce that keeps the last record of each key, on two subtasks.</summary>
internal static class EngineLatency
{
    private const int Keys = 1_000;
    private const int Parallelism = 2;

    /// <summary>Runs to the end; records below <paramref name="from"/> are sent, but not recorded.</summary>
    public static async Task<LatencyHistogram> RunAsync(int recordsPerSecond, long from, long to, CancellationToken cancellationToken)
    {
        var histogram = new LatencyHistogram();
        await using var host = new EngineHost(nodes: 1);
        await host.StartAsync();
        await host.RunAsync("bench latency", Build, cancellationToken);
        return histogram;

        void Build(StreamExecutionEnvironment env) => env
            .SetParallelism(Parallelism)
            .FromSource(new OpenLoopSource(recordsPerSecond, to), "Open Loop Source")
            .WithParallelism(1)
            .KeyBy(static record => record.Number % Keys)
            .Reduce(static (_, latest) => latest)
            .SinkTo(new LatencySink(from, histogram));
    }
}

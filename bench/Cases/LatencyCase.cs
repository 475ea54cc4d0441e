using FlowActors.Bench.Baselines;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>How long a record takes from when it was due to the sink, at a rate far below the limit.</summary>
internal sealed class LatencyCase : BenchCase
{
    private const int RecordsPerSecond = 100_000;
    private const int WarmupSeconds = 3;
    private const int MeasuredSeconds = 10;

    public override string Name => "latency";

    public override string Summary => "100,000 records/s through one keyBy, from when a record was due to the sink";

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        const long From = (long)WarmupSeconds * RecordsPerSecond;
        const long To = From + ((long)MeasuredSeconds * RecordsPerSecond);
        var queue = await LatencyQueue.RunAsync(RecordsPerSecond, From, To, cancellationToken);
        Check("queue", queue, To - From);
        var engine = await EngineLatency.RunAsync(RecordsPerSecond, From, To, cancellationToken);
        Check("engine", engine, To - From);
        report.Table($"{Name}: {Summary}", ["ms", "p50", "p99", "p99.9", "max"], [Row("engine", engine), Row("queue", queue)]);
        report.Figure("latency-p99-ms", engine.Milliseconds(99));
    }

    private static string[] Row(string name, LatencyHistogram histogram) =>
        [name, .. new[] { 50, 99, 99.9, 100 }.Select(percent => SignificantDigits.Format(histogram.Milliseconds(percent)))];

    private static void Check(string name, LatencyHistogram histogram, long expected)
    {
        if (histogram.Count == expected) return;
        throw new BenchException($"{name} delivered {histogram.Count} records of {expected}: the latency of the others is unknown.");
    }
}

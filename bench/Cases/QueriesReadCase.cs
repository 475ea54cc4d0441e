using System.Globalization;
using FlowActors.Bench.CommandLine;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>Single keys read at a fixed rate, beside a job at half the rate that it has alone; the client is this process, the job another.</summary>
/// <param name="name">The case's name.</param>
/// <param name="prefix">What its figures' names begin with.</param>
/// <param name="state">Where the job keeps state.</param>
internal sealed class QueriesReadCase(string name, string prefix, string state) : BenchCase
{
    private const int Keys = 100_000;
    private const int ReadsPerSecond = 2_000;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(6);

    public override string Name => name;

    public override string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"keyed count of {Keys:N0} longs ({state}, checkpoints each second) at half its full rate, and {ReadsPerSecond:N0} reads of single keys a second, open loop, from another process");

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var latencies = new LatencyHistogram();
        var rows = new List<Round>();
        var (by, refused) = ("", 0);
        var paths = Enumerable.Range(0, Keys).Select(key => $"{QueriedCommand.StatePath}/{key}").ToArray();
        var budget = new RoundBudget(settings);
        while (budget.TryBegin())
        {
            report.Progress(budget, "full rate");
            var full = await FullAsync(cancellationToken);
            report.Progress(budget, "half of it, with and without reads");
            await using var job = await QueriedProcess.StartAsync((long)(full / 2), Keys, state, cancellationToken);
            await Task.Delay(s_warmUp, cancellationToken);
            var plain = await job.RateAsync(token => Task.Delay(s_time, token), cancellationToken);
            var reads = new OpenLoopReads(job.Http, paths, ReadsPerSecond);
            var queried = await job.RateAsync(token => reads.RunAsync(s_warmUp, s_time, token), cancellationToken);
            var saturation = await Saturation.MeasureAsync(job.Http, paths[0], s_time, cancellationToken);
            if (!budget.Counts) continue;
            latencies.Add(reads.Latencies);
            (by, refused) = (saturation.By, refused + reads.Refused);
            rows.Add(new Round(full, plain, queried, saturation.PerSecond));
        }

        Report(report, rows, latencies, refused, by);
    }

    private async Task<double> FullAsync(CancellationToken cancellationToken)
    {
        await using var job = await QueriedProcess.StartAsync(0, Keys, state, cancellationToken);
        await Task.Delay(s_warmUp, cancellationToken);
        return await job.RateAsync(token => Task.Delay(s_time, token), cancellationToken);
    }

    private void Report(BenchReport report, List<Round> rows, LatencyHistogram latencies, int refused, string by)
    {
        report.Table(
            $"{Name}: {Summary} ({rows.Count} rounds)",
            ["", "min", "median", "max"],
            [
                Row("M records/s, full rate", r => r.Full / 1e6), Row("M records/s at half of it", r => r.Plain / 1e6), Row("M records/s at half of it, read", r => r.Queried / 1e6),
                Row($"reads/s at saturation ({by})", r => r.Saturation),
            ]);
        report.Table(
            "latency of reads",
            ["ms", "p50", "p99", "p99.9", "max", "reads", "refused"],
            [
                [
                    "from when they were due", .. new[] { 50, 99, 99.9, 100.0 }.Select(percent => SignificantDigits.Format(latencies.Milliseconds(percent))),
                    .. new[] { latencies.Count, refused }.Select(n => n.ToString(CultureInfo.InvariantCulture)),
                ],
            ]);
        report.Figure($"{prefix}query-p99-ms", latencies.Milliseconds(99));
        report.Figure($"{prefix}queried/plain", Spread.Of(rows.Select(r => r.Queried / r.Plain)).Median);

        string[] Row(string title, Func<Round, double> of)
        {
            var spread = Spread.Of(rows.Select(of));
            return [title, .. new[] { spread.Min, spread.Median, spread.Max }.Select(SignificantDigits.Format)];
        }
    }

    /// <summary>Records a second, and reads a second.</summary>
    private readonly record struct Round(double Full, double Plain, double Queried, double Saturation);
}

using System.Globalization;
using FlowActors.Bench.CommandLine;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>What the batches and channels of one shuffle take, and whether many channels cost speed.</summary>
internal sealed class MemoryCase : BenchCase
{
    private const double Megabyte = 1_000_000;
    private const int Few = 2;
    private static readonly (int Parallelism, long Records)[] s_shuffles = [(Few, 50_000_000), (64, 50_000_000), (128, 50_000_000)];

    public override string Name => "memory";

    public override string Summary => "one shuffle of 32-byte records on one node, as many sources as counts, each in a process of its own";

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var lines = new List<(int Parallelism, ShuffleLine Line)>();
        foreach (var (parallelism, records) in s_shuffles)
            lines.Add((parallelism, await ShuffleCommand.RunAsync(parallelism, records, settings.Rounds, cancellationToken)));

        report.Table(
            $"{Name}: {Summary} ({settings.Rounds} rounds)", ["", "peak MB", "heap MB", "M/s", "M/CPU s"], lines.Select(l => Row(l.Parallelism, l.Line)));
        foreach (var (parallelism, line) in lines.Where(l => l.Parallelism != Few))
        {
            report.Figure(string.Create(CultureInfo.InvariantCulture, $"memory-{parallelism}-mb"), line.PeakBytes / Megabyte);
            report.Figure(string.Create(CultureInfo.InvariantCulture, $"memory-{parallelism}/{Few}"), PerCpuSecond(line) / PerCpuSecond(lines[0].Line));
        }
    }

    private static string[] Row(int parallelism, ShuffleLine line) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{parallelism} → {parallelism}"),
        .. new[]
        {
            line.PeakBytes / Megabyte, line.HeapBytes / Megabyte, Spread.Of(line.Runs.Select(r => r.PerWallSecond)).Median / 1e6, PerCpuSecond(line) / 1e6,
        }.Select(SignificantDigits.Format),
    ];

    private static double PerCpuSecond(ShuffleLine line) => Spread.Of(line.Runs.Select(r => r.PerCpuSecond)).Median;
}

using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Baselines;
using FlowActors.Bench.Cluster;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Client.Submission;

namespace FlowActors.Bench.Cases;

/// <summary>What a record costs that goes from one process to another.</summary>
internal sealed class ClusterExchangeCase : BenchCase
{
    private const long Records = 60_000_000;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    public override string Name => "cluster-exchange";

    public override string Summary => "records of 32 bytes → keyBy → count, from process to process over loopback; the processor time of both";

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var expected = KeyedWork.Expected(Records, ExchangeJob.Keys);
        await using var cluster = await ClusterProcesses.StartAsync([null, null], nodesMax: 2, "", cancellationToken);
        await using var tcp = new ExchangeTcp("tcp", ExchangeJob.WorkOf(Records), expected);
        var (processes, baseline) = (new List<Measurement>(), new List<Measurement>());
        var budget = new RoundBudget(settings);
        while (budget.TryBegin())
        {
            report.Progress(budget, "processes");
            var engine = await MeasureAsync(cluster, expected, cancellationToken);
            report.Progress(budget, "tcp");
            var loop = await Meter.MeasureAsync(tcp);
            if (!budget.Counts) continue;
            processes.Add(engine);
            baseline.Add(loop);
        }

        Report(report, processes, baseline);
    }

    private static async Task<Measurement> MeasureAsync(ClusterProcesses cluster, long expected, CancellationToken cancellationToken)
    {
        var (started, cpu) = (Stopwatch.GetTimestamp(), ProcessorTime(cluster));
        var submission = new JobSubmission(ExchangeJob.Name) { Arguments = new Dictionary<string, string> { [ExchangeJob.Records] = Records.ToString(CultureInfo.InvariantCulture) } };
        var client = cluster.Nodes[0].Client;
        var job = client.Job((await client.SubmitAsync(submission, cancellationToken)).Id);
        while ((await job.GetDetailsAsync(cancellationToken)).EndedAt is null) await Task.Delay(s_look, cancellationToken);
        var (wall, used) = (Stopwatch.GetElapsedTime(started), ProcessorTime(cluster) - cpu);
        var sums = await job.GetAccumulatorsAsync(cancellationToken);
        var sum = sums.TryGetValue(ExchangeJob.Sum, out var value) ? value.GetInt64() : 0;
        return sum == expected
            ? new Measurement(Records, wall.TotalSeconds, used.TotalSeconds, 0)
            : throw new BenchException(string.Create(CultureInfo.InvariantCulture, $"The two processes gave {sum}, but {expected} is right. Nothing was reported.\n{cluster.Logs}"));
    }

    private static TimeSpan ProcessorTime(ClusterProcesses cluster) => cluster.Nodes.Aggregate(TimeSpan.Zero, (sum, node) => sum + node.ProcessorTime);

    private void Report(BenchReport report, List<Measurement> processes, List<Measurement> baseline)
    {
        report.Table(
            $"{Name}: {Summary} ({processes.Count} rounds)",
            ["", "M/s min", "median", "max", "M/CPU s min", "median", "max"],
            [Row("processes", processes), Row("tcp", baseline)]);
        report.Figure("processes/tcp", PerCpuSecond(processes).Median / PerCpuSecond(baseline).Median);
    }

    private static string[] Row(string name, List<Measurement> runs) => [name, .. Millions(Spread.Of(runs.Select(r => r.PerWallSecond))), .. Millions(PerCpuSecond(runs))];

    private static Spread PerCpuSecond(List<Measurement> runs) => Spread.Of(runs.Select(r => r.PerCpuSecond));

    private static IEnumerable<string> Millions(Spread spread) => new[] { spread.Min, spread.Median, spread.Max }.Select(rate => SignificantDigits.Format(rate / 1e6));
}

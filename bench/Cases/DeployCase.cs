using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>How long it takes until records can flow everywhere in a job of thousands of subtasks, on a host that has just started.</summary>
internal sealed class DeployCase : BenchCase
{
    private const int Vertices = 64;
    private const int Parallelism = 100;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public override string Name => "deploy";

    public override string Summary => $"from the submission of {Vertices} vertices of {Parallelism} subtasks each until all run";

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        int[] hosts = [1, 2];
        var seconds = hosts.ToDictionary(nodes => nodes, _ => new List<double>());
        var budget = new RoundBudget(settings);
        while (budget.TryBegin())
        {
            foreach (var nodes in hosts)
            {
                report.Progress(budget, $"{nodes} nodes");
                var elapsed = await SecondsToRunningAsync(nodes, cancellationToken);
                if (budget.Counts) seconds[nodes].Add(elapsed);
            }
        }

        Report(seconds, report);
    }

    private void Report(Dictionary<int, List<double>> seconds, BenchReport report)
    {
        var spreads = seconds.ToDictionary(s => s.Key, s => Spread.Of(s.Value));
        report.Table($"{Name}: {Summary}", ["nodes", "min", "median", "max"], [.. spreads.Select(s => Row(s.Key, s.Value))]);
        foreach (var (nodes, spread) in spreads) report.Figure(string.Create(CultureInfo.InvariantCulture, $"deploy-{nodes}-seconds"), spread.Median);
    }

    private static string[] Row(int nodes, Spread spread) =>
        [nodes.ToString(CultureInfo.InvariantCulture), .. new[] { spread.Min, spread.Median, spread.Max }.Select(SignificantDigits.Format)];

    private static async Task<double> SecondsToRunningAsync(int nodes, CancellationToken cancellationToken)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes }, cancellationToken);
        var env = host.CreateEnvironment().SetParallelism(Parallelism).DisableOperatorChaining();
        var stream = env.Generate(long.MaxValue, position => position, recordsPerSecond: 1);
        for (var map = 0; map < Vertices - 2; map++) stream = stream.Map(x => x);
        stream.Discard();

        var started = Stopwatch.GetTimestamp();
        var job = await env.ExecuteAsync("deploy", cancellationToken);
        while (await job.GetStatusAsync(cancellationToken) != JobStatus.Running)
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
                throw new BenchException($"{Vertices * Parallelism} subtasks on {nodes} nodes do not run after {Limit}.");
            await Task.Delay(Look, cancellationToken);
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        await EndlessJob.CancelAsync(job, cancellationToken);
        return elapsed.TotalSeconds;
    }
}

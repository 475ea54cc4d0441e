using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>How long it takes until a job that begins with much state in local files processes its first record.</summary>
/// <param name="name">The case's name.</param>
/// <param name="figure">What its figure is called.</param>
/// <param name="state">Where state is kept.</param>
internal sealed class RestoreSpeedCase(string name, string figure, StateChoice state) : BenchCase
{
    private const int Keys = 10_000_000;

    public override string Name => name;

    public override string Summary => string.Create(
        CultureInfo.InvariantCulture, $"keyed count of {Keys:N0} longs ({state.Text}), from the submission with a savepoint in local files to the first record counted, parallelism {RestoredCount.Parallelism}");

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-restore-").FullName;
        try
        {
            var savepoint = Path.Combine(folder, "savepoint");
            await using var count = await RestoredCount.StartAsync(Keys, state, cancellationToken);
            await count.WriteAsync(savepoint, cancellationToken);
            var bytes = Directory.EnumerateFiles(savepoint, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
            var seconds = new List<double>();
            var budget = new RoundBudget(settings);
            while (budget.TryBegin())
            {
                GC.Collect();
                report.Progress(budget, "restore");
                var elapsed = await count.RestoreAsync(savepoint, cancellationToken);
                if (budget.Counts) seconds.Add(elapsed.TotalSeconds);
            }

            Report(Spread.Of(seconds), bytes, report);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Report(Spread seconds, long bytes, BenchReport report)
    {
        string[] row = ["restore", .. new[] { seconds.Min, seconds.Median, seconds.Max, bytes / 1e6 }.Select(SignificantDigits.Format)];
        report.Table($"{Name}: {Summary}", ["s", "min", "median", "max", "MB"], [row]);
        report.Figure(figure, seconds.Median);
    }
}

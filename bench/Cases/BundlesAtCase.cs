using System.Globalization;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>A subtask's state in one database and in eight, at one budget: a count with snapshots, and restores at the same parallelism and at another one.</summary>
/// <param name="name">The case's name.</param>
/// <param name="suffix">What the names of its figures end in, before a unit.</param>
/// <param name="memoryBytes">The budget.</param>
/// <param name="keys">The keys of each subtask.</param>
/// <param name="records">The records of a run.</param>
internal sealed class BundlesAtCase(string name, string suffix, long memoryBytes, int keys, int records) : BenchCase
{
    // All parts together are to end within four minutes.
    private static readonly TimeSpan CountTimeMax = TimeSpan.FromSeconds(55);
    private static readonly TimeSpan RestoreTimeMax = TimeSpan.FromSeconds(15);
    private static readonly BundleLayout[] s_layouts = [new(1), new(8)];

    public override string Name => name;

    public override string Summary => string.Create(
        CultureInfo.InvariantCulture, $"{keys:N0} longs of a subtask on RocksDB in {memoryBytes:N0} bytes, one database against eight, a snapshot each {records / BundledCount.Snapshots:N0} records");

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var budget = new RoundBudget(settings with { CaseTimeMax = CountTimeMax });
        var owned = SubtaskKeys.Create(keys);
        var stores = new List<BundleStore>();
        try
        {
            foreach (var layout in s_layouts) stores.Add(BundleStore.Fill(layout, owned, memoryBytes));
            await CountAsync(owned[0], stores, budget, settings, report, cancellationToken);
            Restore(owned, stores, settings, report, cancellationToken);
        }
        finally
        {
            foreach (var store in stores) store.Dispose();
        }
    }

    private async Task CountAsync(
        long[] owned, List<BundleStore> stores, RoundBudget budget, BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var work = RunningKeys.Uniformly(keys, records);
        BundledCount[] counts = [.. s_layouts.Select((layout, i) => new BundledCount(NameOf(layout), layout, owned, work, stores[i], memoryBytes))];
        try
        {
            foreach (var count in counts) await count.PrepareAsync();
            var rounds = new List<Measurement[]>();
            while (budget.TryBegin())
            {
                var round = new Measurement[counts.Length];
                foreach (var (i, count) in counts.Index())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    report.Progress(budget, count.Name);
                    if (budget is { Counts: true, Number: 1 }) count.Taken.Clear();
                    round[i] = await Meter.MeasureAsync(count);
                }

                if (budget.Counts) rounds.Add(round);
            }

            if (rounds.Count < settings.Rounds) report.RoundsCut(rounds.Count, settings with { CaseTimeMax = CountTimeMax });
            Report(counts, rounds, report);
        }
        finally
        {
            foreach (var count in counts) await count.DisposeAsync();
        }
    }

    private void Report(BundledCount[] counts, List<Measurement[]> rounds, BenchReport report)
    {
        ContenderResult[] results = [.. counts.Select((count, i) => new ContenderResult(count.Name, [.. rounds.Select(round => round[i])]))];
        report.Table(this, rounds.Count, results);
        report.Table(
            $"{Name}: snapshots beside the count, medians", ["", "ms to the last link", "max", "files", "new files", "new MB"], counts.Select(c => Row(c.Name, c.Taken)));
        report.Figure($"bundles-8/1{suffix}", results[1].PerCpuSecond.Median / results[0].PerCpuSecond.Median);
    }

    private static string[] Row(string name, List<TakenSnapshot> taken)
    {
        var elapsed = Spread.Of(taken.Select(t => t.Elapsed.TotalMilliseconds));
        return
        [
            name,
            .. new[]
            {
                elapsed.Median, elapsed.Max, MedianOf(taken, t => t.Files), MedianOf(taken, t => t.NewFiles), MedianOf(taken, t => t.NewBytes / 1e6),
            }.Select(SignificantDigits.Format),
        ];
    }

    private void Restore(long[][] owned, List<BundleStore> stores, BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        (int Layout, int Parallelism)[] restores = [(0, BundleLayout.Parallelism), (1, BundleLayout.Parallelism), (0, BundleLayout.OtherParallelism), (1, BundleLayout.OtherParallelism)];
        var done = restores.ToDictionary(r => r, _ => new List<BundleRestore>());
        var budget = new RoundBudget(settings with { CaseTimeMax = RestoreTimeMax });
        while (budget.TryBegin())
        {
            foreach (var restore in restores)
            {
                cancellationToken.ThrowIfCancellationRequested();
                report.Progress(budget, $"restore {TextOf(restore)}");
                GC.Collect();
                var took = BundleRestore.Run(s_layouts[restore.Layout], stores[restore.Layout], owned, restore.Parallelism, memoryBytes);
                if (budget.Counts) done[restore].Add(took);
            }
        }

        report.Table(
            $"{Name}: restores of all subtasks, medians",
            ["", "MB", "s of the longest", "CPU s of all", "key groups at most"],
            restores.Select(r => Row(TextOf(r), stores[r.Layout].Bytes, done[r])));
        foreach (var restore in restores) report.Figure(FigureOf(restore), MedianOf(done[restore], d => d.LongestSeconds));
    }

    private static string[] Row(string name, long bytes, List<BundleRestore> done) =>
    [
        name, .. new[] { bytes / 1e6, MedianOf(done, d => d.LongestSeconds), MedianOf(done, d => d.CpuSeconds), done[0].GroupsMax }.Select(SignificantDigits.Format),
    ];

    private static string TextOf((int Layout, int Parallelism) restore) => $"{NameOf(s_layouts[restore.Layout])}, {BundleLayout.Parallelism} → {restore.Parallelism}";

    private string FigureOf((int Layout, int Parallelism) restore) =>
        $"bundles-{s_layouts[restore.Layout].Bundles}{suffix}-{(restore.Parallelism == BundleLayout.Parallelism ? "restore" : "rescale")}-seconds";

    private static string NameOf(BundleLayout layout) => layout.Bundles == 1 ? "1 database" : $"{layout.Bundles} databases";

    private static double MedianOf<T>(IEnumerable<T> of, Func<T, double> value) => Spread.Of(of.Select(value)).Median;
}

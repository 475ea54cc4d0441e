using System.Globalization;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Bench.Work.Policies;

namespace FlowActors.Bench.Cases;

/// <summary>
/// Whether the cache before RocksDB should let others leave than it does. Hit rates alone, simulated: the same in every run, so there are no rounds.
/// </summary>
internal sealed class PoliciesCase : BenchCase
{
    private const int Keys = 1_000_000;
    private const int Accesses = 4_000_000;
    private const int RunLength = 50_000;
    private const double ExponentOfFigure = 1;

    private static readonly double[] s_exponents = [ExponentOfFigure, 0.8];
    private static readonly int[] s_scanPercents = [0, 20, 50];
    private static readonly int[] s_cachePercents = [1, 10, 25];

    public override string Name => "policies";

    public override string Summary => "hit rates of policies for the cache before RocksDB, simulated: 1 M keys by Zipf's law, and scans";

    public override Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        PolicyCheck.Run();
        var most = 0.0;
        foreach (var exponent in s_exponents)
        {
            var drawn = Zipf.Draw(Keys, exponent, Accesses);
            foreach (var scanPercent in s_scanPercents)
            {
                var accesses = PolicyAccesses.WithRuns(drawn, Keys, scanPercent, RunLength);
                var rates = Simulate(accesses, cancellationToken);
                foreach (var (i, cachePercent) in s_cachePercents.Index())
                {
                    Report(string.Create(CultureInfo.InvariantCulture, $"exponent {exponent:F1}, cache of {cachePercent} % of the keys, {scanPercent} % of the accesses in scans"), rates[i], report);
                    if (exponent == ExponentOfFigure && scanPercent > 0) most = Math.Max(most, BestOverProduct(rates[i]));
                }
            }
        }

        report.Figure("policies-best/product", most);
        return Task.CompletedTask;
    }

    // By cache, and by policy in the order of all.
    private static HitRates[][] Simulate(PolicyAccesses accesses, CancellationToken cancellationToken)
    {
        var choices = PolicyChoice.All;
        var rates = s_cachePercents.Select(_ => new HitRates[choices.Count]).ToArray();
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, rates.Length * choices.Count, options, i =>
        {
            var (cache, policy) = Math.DivRem(i, choices.Count);
            var task = new PolicyTask((int)((long)Keys * s_cachePercents[cache] / 100), accesses);
            rates[cache][policy] = HitRates.Of(choices[policy].Create(task), accesses);
        });
        return rates;
    }

    private void Report(string workload, HitRates[] rates, BenchReport report)
    {
        var product = rates[IndexOf(PolicyChoice.Product)];
        var bound = rates[IndexOf(PolicyChoice.Belady)];
        foreach (var (choice, of) in PolicyChoice.All.Zip(rates))
            if (of.All > bound.All) throw new BenchException($"{choice.Name} beats the optimum: {workload}.");
        report.Table(
            $"{Name}: {workload}",
            ["", "hits of all %", "of Zipf's %", "over two clocks"],
            PolicyChoice.All.Zip(rates, (choice, of) => (string[])[choice.Name, .. new[] { of.All, of.Frequent, of.All / product.All }.Select(SignificantDigits.Format)]));
    }

    private static double BestOverProduct(HitRates[] rates) =>
        PolicyChoice.Others.Max(choice => rates[IndexOf(choice)].All) / rates[IndexOf(PolicyChoice.Product)].All;

    private static int IndexOf(PolicyChoice choice) => PolicyChoice.All.Index().Single(at => at.Item == choice).Index;
}

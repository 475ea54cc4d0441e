namespace FlowActors.Bench.Harness;

/// <summary>
/// A case in which contenders do the same work. They take turns within each round, so that whatever disturbs the machine for
/// a while disturbs all of them.
/// </summary>
internal abstract class ComparisonCase : BenchCase
{
    /// <summary>What is reported beside the table.</summary>
    protected abstract IReadOnlyList<Figure> Figures { get; }

    /// <summary>New contenders, in the order of the table.</summary>
    protected abstract IReadOnlyList<Contender> CreateContenders();

    public sealed override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var contenders = CreateContenders();
        try
        {
            foreach (var contender in contenders) await contender.PrepareAsync();
            var rounds = await MeasureAsync(contenders, settings, report, cancellationToken);
            Report(contenders, rounds, report);
        }
        finally
        {
            foreach (var contender in contenders) await contender.DisposeAsync();
        }
    }

    private static async Task<List<Measurement[]>> MeasureAsync(
        IReadOnlyList<Contender> contenders, BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var rounds = new List<Measurement[]>();
        var budget = new RoundBudget(settings);
        while (budget.TryBegin())
        {
            var round = new Measurement[contenders.Count];
            for (var i = 0; i < round.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                report.Progress(budget, contenders[i].Name);
                round[i] = await Meter.MeasureAsync(contenders[i]);
            }

            if (budget.Counts) rounds.Add(round);
        }

        if (rounds.Count < settings.Rounds) report.RoundsCut(rounds.Count, settings);
        return rounds;
    }

    private void Report(IReadOnlyList<Contender> contenders, List<Measurement[]> rounds, BenchReport report)
    {
        var results = contenders
            .Select((contender, i) => new ContenderResult(contender.Name, [.. rounds.Select(round => round[i])]))
            .ToArray();
        report.Table(this, rounds.Count, results);
        var byName = results.ToDictionary(result => result.Name);
        foreach (var figure in Figures) report.Figure(figure.Name, figure.Of(byName));
    }
}

using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>
/// Kills a job's process again and again, at random and at placed points, lets it go on each time, stops it at the end and compares what
/// it committed with an oracle.
/// </summary>
internal sealed class CrashCampaign(int rounds, ulong seed, Plant plant, StateChoice state, TextWriter output, TextWriter progress)
{
    // Points that were not reached are tried again, in so many rounds more at most.
    private const int MoreMax = 20;

    private readonly CrashPlan _plan = new(seed);
    private readonly CrashOracle _oracle = new(seed);
    private readonly CrashReport _report = new(rounds, seed, plant, state);

    /// <returns>0 when nothing was lost or doubled, else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-crash-").FullName;
        var differences = await FindAsync(folder, cancellationToken);
        _report.Write(output, _oracle, differences);
        if (differences.Count == 0) Directory.Delete(folder, recursive: true);
        else await output.WriteLineAsync($"Data and output are in {folder}.");
        return differences.Count == 0 ? 0 : 1;
    }

    private async Task<IReadOnlyList<string>> FindAsync(string folder, CancellationToken cancellationToken)
    {
        var none = new CrashRound(KillPoint.Random, 0, 0, 0, null, CheckpointAlignment.Aligned, CrashRecords.Parallelism);
        Directory.CreateDirectory(Order(folder, 0, none, stops: false).Output);
        try
        {
            var again = new Queue<KillPoint>();
            var round = 0;
            for (; round < rounds; round++) await KillAsync(folder, round, _plan.Round(round), again, cancellationToken);
            for (; again.Count > 0 && round < rounds + MoreMax; round++) await KillAsync(folder, round, _plan.Again(again.Dequeue()), again, cancellationToken);
            var order = Order(folder, round, none, stops: true);
            var figures = await new WorkerRun(order).RunAsync(0, TimeSpan.Zero, cancellationToken);
            _report.Add(figures, null, order.Parallelism);
            _oracle.Take(order.Output, round);
            _oracle.Complete(figures.Read);
            return [.. _oracle.Differences, .. _report.Missing];
        }
        catch (BenchException e)
        {
            return [.. _oracle.Differences, e.Message];
        }
    }

    private async Task KillAsync(string folder, int round, CrashRound plan, Queue<KillPoint> again, CancellationToken cancellationToken)
    {
        var order = Order(folder, round, plan, stops: false);
        var figures = await new WorkerRun(order).RunAsync(plan.Checkpoints, TimeSpan.FromMilliseconds(plan.Delay), cancellationToken);
        _report.Add(figures, plan.Point, plan.Parallelism);
        if (plan.Point != KillPoint.Random && !figures.KilledItself) again.Enqueue(plan.Point);
        var before = _oracle.Differences.Count();
        _oracle.Take(order.Output, round);
        await progress.WriteLineAsync(
            $"round {round} {plan.Point} nth {plan.Nth} {plan.Alignment}, parallelism {plan.Parallelism}: {(figures.KilledItself || plan.Point == KillPoint.Random ? "killed" : "not reached")}, {figures.Checkpoints.Count} checkpoints up to {figures.Checkpoints.DefaultIfEmpty().Max()}" +
            $"{(figures.IsRestored ? ", restored" : "")}{(figures.Failures > 0 ? ", failed" : "")}, {_oracle.Records} records");
        foreach (var difference in _oracle.Differences.Skip(before)) await progress.WriteLineAsync(difference);
    }

    private WorkerOrder Order(string folder, int round, CrashRound plan, bool stops) => new(
        folder, seed, round, plan.Point, plan.Nth, plan.Delay, plan.FailedRegion, plan.Alignment, plant, plan.Parallelism, state, stops ? Path.Combine(folder, "savepoint") : null);
}

using System.Globalization;
using FlowActors.Bench.Cluster;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>For how long the records of a job with state stand still when something happens to its cluster.</summary>
internal sealed class ClusterChangesCase : BenchCase
{
    private const int Keys = 1 << 20;
    private const int Rate = 4_000;
    private const int Workers = 3;
    private const int Parallelism = 4;
    private const int Rescaled = 6;
    private const int Leader = 0;

    // What comes behind the kills takes its time too.
    private static readonly TimeSpan s_killsMax = TimeSpan.FromSeconds(150);

    public override string Name => "cluster-changes";

    public override string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{(double)Keys * StatefulJob.ValueBytes / (1 << 30):F0} GiB of state on RocksDB over {Workers} processes, {Rate:N0} values changed a second, parallelism {Parallelism}: kills, a join, a rescale");

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        await using var cluster = await ClusterProcesses.StartAsync([0, .. Enumerable.Repeat((int?)null, Workers)], nodesMax: 2 + Workers, "", cancellationToken);
        try
        {
            await RunAsync(cluster, settings, report, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new BenchException($"{(e is BenchException ? e.Message : e.ToString())}\n{cluster.Logs}");
        }
    }

    private async Task RunAsync(ClusterProcesses cluster, BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var job = await StatefulRun.StartAsync(cluster, Keys, Rate, Parallelism, cancellationToken);
        var (killed, moved) = (new List<KilledWorker>(), new List<(string What, MovedSlots Moved)>());
        var budget = new RoundBudget(settings with { WarmupRounds = 0, CaseTimeMax = s_killsMax });
        while (budget.TryBegin())
        {
            var worker = 1 + (budget.Number % Workers);
            report.Progress(budget, "a worker is killed");
            killed.Add(await job.KillWorkerAsync(worker, cancellationToken));
            report.Progress(budget, "and started again");
            moved.Add(("started again", await job.StartWorkerAsync(worker, cancellationToken)));
        }

        moved.Add(("a fourth node", await job.StartWorkerAsync(Workers + 1, cancellationToken)));
        moved.Add((string.Create(CultureInfo.InvariantCulture, $"{Parallelism} → {Rescaled}"), await job.RescaleAsync(Rescaled, cancellationToken)));
        var leader = await job.KillLeaderAsync(Leader, cancellationToken);
        Report(report, killed, moved, leader);
        if (leader.Restarts > 0) throw new BenchException("When the coordinator was lost the job was begun anew, though nothing of it was lost.");
    }

    private void Report(BenchReport report, List<KilledWorker> killed, List<(string What, MovedSlots Moved)> moved, KilledLeader leader)
    {
        report.Table(
            $"{Name}: {Summary}",
            ["a worker is killed; seconds", "detect", "down", "place", "restore", "resume", "first records", "records flow after"],
            killed.Select((k, i) => Row((i + 1).ToString(CultureInfo.InvariantCulture), [.. k.Parts, k.Flow])));
        report.Table(
            "slots move; seconds",
            ["", "align", "snapshot", "move", "restore", "resume", "told in all", "no records for", "MB moved"],
            moved.Select(m => Row(m.What, [.. PartsOf(m.Moved), m.Moved.Gap, (m.Moved.Told.BytesMoved ?? 0) / 1e6])));
        report.Table("the coordinator is killed; seconds", ["no records for", "next checkpoint after"], [[SignificantDigits.Format(leader.Gap), SignificantDigits.Format(leader.Checkpoint)]]);
        var spread = Spread.Of(killed.Select(k => k.Flow));
        report.Figure("worker-killed-p50-seconds", spread.Median);
        report.Figure("worker-killed-max-seconds", spread.Max);
        report.Figure("coordinator-killed-gap-seconds", leader.Gap);
        report.Figure("coordinator-killed-checkpoint-seconds", leader.Checkpoint);
        report.Figure("joined-pause-seconds", moved[^2].Moved.Gap);
        report.Figure("rescaled-pause-seconds", moved[^1].Moved.Gap);
    }

    private static double[] PartsOf(MovedSlots moved) => moved.Told.Pause is { } p
        ? [.. new[] { p.AlignMs, p.SnapshotMs, p.MoveMs, p.RestoreMs, p.ResumeMs, p.TotalMs }.Select(ms => ms / 1_000)]
        : new double[6];

    private static string[] Row(string title, IEnumerable<double> numbers) => [title, .. numbers.Select(n => SignificantDigits.Format(Math.Max(0, n)))];
}

using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.CommandLine;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>What one process of the campaign has told.</summary>
internal sealed class WorkerFigures
{
    /// <summary>The checkpoints that were complete while it ran.</summary>
    public HashSet<long> Checkpoints { get; } = [];

    /// <summary>Whether it went on from a checkpoint.</summary>
    public bool IsRestored { get; set; }

    /// <summary>Regions that were failed by an exception.</summary>
    public int Failures { get; set; }

    /// <summary>Whether it has killed itself.</summary>
    public bool KilledItself { get; set; }

    /// <summary>What each region has read, by accumulator; after a stop.</summary>
    public Dictionary<string, long> Read { get; } = [];
}

/// <summary>Starts a process of the campaign, and kills it or waits until it ends.</summary>
internal sealed class WorkerRun(WorkerOrder order)
{
    // A machine that does much else too takes its time to start a process.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    // A placed point that was not reached after so many checkpoints is not reached any more.
    private const int CheckpointsMax = 60;
    private const int CheckpointsAfterRestoreMax = 8;

    /// <summary>Runs it to its end.</summary>
    /// <param name="checkpoints">After how many checkpoints the process is killed if it does not do so itself; not used where it stops.</param>
    /// <param name="delay">How much later.</param>
    /// <param name="cancellationToken">Kills it at once.</param>
    /// <exception cref="BenchException">It ended otherwise than it should, or stands still.</exception>
    public async Task<WorkerFigures> RunAsync(int checkpoints, TimeSpan delay, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. CaseProcess.Program(), CampaignCommand.Name, CampaignCommand.WorkerName, order.ToJson()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var figures = await FollowAsync(process, checkpoints, delay, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            Check(process.ExitCode, figures, await errors);
            return figures;
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private async Task<WorkerFigures> FollowAsync(Process process, int checkpoints, TimeSpan delay, CancellationToken cancellationToken)
    {
        var figures = new WorkerFigures();
        var enough = order.Point switch
        {
            _ when order.StopsInto is not null => int.MaxValue,
            KillPoint.Random => checkpoints,
            KillPoint.DuringRestore => CheckpointsAfterRestoreMax,
            _ => CheckpointsMax,
        };
        var killed = false;
        while (await NextAsync(process, cancellationToken) is { } line)
        {
            Take(line, figures);
            if (killed || figures.Checkpoints.Count < enough || (order.FailedRegion is not null && figures.Failures == 0)) continue;
            killed = true;
            await Task.Delay(delay, cancellationToken);
            process.Kill();
        }

        return figures;
    }

    private async Task<string?> NextAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            return await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(s_patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new BenchException($"Round {order.Round} ({order}) stands still: nothing was told for {s_patience.TotalSeconds} s.");
        }
    }

    private static void Take(string line, WorkerFigures figures)
    {
        if (line.Split(' ') is not [var what, var text] || !long.TryParse(text, CultureInfo.InvariantCulture, out var number)) return;
        switch (what)
        {
            case "checkpoint": figures.Checkpoints.Add(number); break;
            // Behind a failure it is the region's restart, not the process that goes on.
            case "restored": figures.IsRestored |= figures.Failures == 0; break;
            case "failed": figures.Failures++; break;
            case "killed": figures.KilledItself = true; break;
            case "started": break;
            default: figures.Read[what] = number; break;
        }
    }

    private void Check(int exitCode, WorkerFigures figures, string errors)
    {
        var isStop = order.StopsInto is not null;
        if (isStop ? exitCode == 0 && figures.Read.Count == CrashRecords.Regions : exitCode != 0 && exitCode != 3 && exitCode != 1) return;
        throw new BenchException($"Round {order.Round} ({order}) ended with exit code {exitCode}:\n{errors}");
    }
}

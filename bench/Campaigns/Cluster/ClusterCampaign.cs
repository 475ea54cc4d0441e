using System.Globalization;
using FlowActors.Bench.Harness;
using FlowActors.Client.Operations;
using FlowActors.Client.Submission;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>
/// Runs two jobs on a cluster of processes, kills, freezes and cuts off its nodes, has others join and drains them and rescales the jobs, and compares what they commit, and what their state answers meanwhile, with what it must be.
/// </summary>
internal sealed class ClusterCampaign(int rounds, ulong seed, IReadOnlyList<ClusterAct> acts, ClusterPlant plant, TextWriter output, TextWriter progress)
{
    private const int Parallelism = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-cluster-").FullName;
    private readonly ClusterReport _report = new(rounds, seed, plant);
    private readonly List<string> _differences = [];
    private int _round;

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <returns>0 when nothing was lost, doubled or untrue, and the jobs went on each time; else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var nodes = new ClusterNodes(_folder, seed, plant);
        IReadOnlyList<JobOracle> jobs = [.. ClusterJob.Backends.Select(ClusterJob.NameOf).Select(name => new JobOracle(name, nodes.All[0].Order.Output(name), seed))];
        using var reads = new ClusterReads(jobs, nodes.All);
        await progress.WriteLineAsync($"folder {_folder}{(nodes.Network.WithoutCuts is { } why ? $"; no node is cut off: {why}" : "")}");
        using var taken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var taking = Task.Run(() => TakeAsync(jobs, taken.Token), CancellationToken.None);
        try
        {
            await FindAsync(nodes, jobs, reads, cancellationToken);
        }
        catch (BenchException e)
        {
            var known = await nodes.DescribeAsync(jobs.Select(j => j.Job));
            _differences.Add(string.Create(CultureInfo.InvariantCulture, $"round {_round}: {e.Message}\n{known}"));
        }
        finally
        {
            await reads.StopAsync();
            await taken.CancelAsync();
            await taking;
        }

        IReadOnlyList<string> differences = [.. jobs.SelectMany(j => j.Differences), .. reads.Differences, .. _differences];
        _report.Write(output, jobs, reads, nodes.Network.WithoutCuts, differences);
        if (differences.Count > 0) await output.WriteLineAsync($"Logs of the nodes, data and output are in {_folder}.");
        foreach (var node in nodes.All) await node.KillAsync();
        if (differences.Count == 0) Directory.Delete(_folder, recursive: true);
        return differences.Count == 0 ? 0 : 1;
    }

    private async Task FindAsync(ClusterNodes nodes, IReadOnlyList<JobOracle> jobs, ClusterReads reads, CancellationToken cancellationToken)
    {
        await nodes.StartAsync(nodes.All[0], cancellationToken);
        await Task.WhenAll(nodes.All.Skip(1).Take(ClusterNodes.Begin - 1).Select(n => nodes.StartAsync(n, cancellationToken)));
        foreach (var job in jobs) await nodes.AnyAsync(c => c.SubmitAsync(new JobSubmission(job.Job) { Parallelism = Parallelism }, cancellationToken), cancellationToken);
        await UntilCommittedAsync(jobs, Now, cancellationToken);
        reads.Start();
        var plan = new ClusterPlan(seed, [.. acts.Where(a => a != ClusterAct.Partition || nodes.Network.WithoutCuts is null)]);
        for (_round = 0; _round < rounds; _round++)
        {
            // What comes later would say nothing new.
            if (reads.Differences.Count > 0 || jobs.Any(j => j.Differences.Count > 0)) return;
            reads.Round = _round;
            await RoundAsync(plan.Round(), nodes, jobs, reads, cancellationToken);
        }

        await reads.StopAsync();
        foreach (var job in jobs) await StopAsync(job, nodes, cancellationToken);
    }

    private async Task RoundAsync(IReadOnlyList<ClusterDeed> planned, ClusterNodes nodes, IReadOnlyList<JobOracle> jobs, ClusterReads reads, CancellationToken cancellationToken)
    {
        // A fifth node joins where there are four, and is drained where there are five.
        IReadOnlyList<ClusterDeed> deeds = [.. planned.Select(d => d.Act == ClusterAct.Join && nodes.All.All(n => n.IsWanted) ? d with { Act = ClusterAct.Drain } : d)];
        await progress.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {_round} at {DateTimeOffset.UtcNow:HH:mm:ss}: {string.Join(" + ", deeds.Select(d => $"{d.Act} after {d.AfterMs} ms"))}"));
        var began = Now;
        var effects = deeds.Select(_ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).ToList();
        var doing = new ClusterDeeds(nodes, [.. jobs.Select(j => j.Job)]);
        var done = Task.WhenAll(deeds.Select((d, i) => doing.DoAsync(d, () => effects[i].TrySetResult(Now), cancellationToken)));
        var effect = Task.WhenAll(effects.Select(e => e.Task));
        if (await Task.WhenAny(done, effect) == done) foreach (var e in effects) e.TrySetResult(Now);
        var begun = (await effect).Max();
        await UntilCommittedAsync(jobs, begun, cancellationToken, nodes);
        var committed = Now - begun;
        var whom = string.Join(", ", await done);
        var pause = jobs.Max(j => j.LongestPause(began, Now));
        _report.Add(deeds.Count > 1 ? ClusterReport.Several : $"{deeds[0].Act}", new ClusterTimes(pause, committed));

        var back = Now;
        var started = await nodes.UntilWholeAsync(cancellationToken);
        await UntilCommittedAsync(jobs, Now, cancellationToken);
        if (started.Count > 0) _report.Add(ClusterReport.ComeBack, new ClusterTimes(jobs.Max(j => j.LongestPause(back, Now)), Now - back));
        foreach (var job in jobs) _report.Add(job.Job, (await nodes.AnyAsync(c => c.Job(job.Job).GetRescalesAsync(cancellationToken), cancellationToken)).Rescales);
        await progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {whom}: longest pause {pause / 1e3:F1} s, committed again after {committed / 1e3:F1} s, whole after {(Now - began) / 1e3:F1} s; started {string.Join(' ', started.Select(n => n.Name))}; {jobs.Sum(j => j.Records)} records, reads {reads.Right} true {reads.Refused} refused {reads.Unanswered} not answered"));
        foreach (var difference in jobs.SelectMany(j => j.Differences).Concat(reads.Differences)) await progress.WriteLineAsync($"  {difference}");
    }

    private static async Task UntilCommittedAsync(IReadOnlyList<JobOracle> jobs, long moment, CancellationToken cancellationToken, ClusterNodes? nodes = null)
    {
        var since = DateTimeOffset.UtcNow;
        while (jobs.FirstOrDefault(j => !j.HasAllSince(moment)) is { } job)
        {
            if (DateTimeOffset.UtcNow - since > ClusterNodes.Bound) throw new BenchException($"{job.Job} has committed nothing of some keys for {ClusterNodes.Bound.TotalSeconds} s");
            if (nodes is not null) await nodes.StartUnlessAnyWorksAsync(cancellationToken);
            await Task.Delay(ClusterNodes.Look / 2, cancellationToken);
        }
    }

    private async Task TakeAsync(IReadOnlyList<JobOracle> jobs, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var job in jobs) job.Take(_round);
            await Task.Delay(ClusterNodes.Look, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StopAsync(JobOracle job, ClusterNodes nodes, CancellationToken cancellationToken)
    {
        await nodes.AnyAsync(
            async c =>
            {
                var stopped = await c.WaitForAsync(await c.Job(job.Job).StopAsync(new StopRequest { Savepoint = job.Job, Drain = true, Request = "end" }, cancellationToken), cancellationToken: cancellationToken);
                return stopped.Status == Operation.Completed ? stopped : throw new BenchException($"{job.Job} was not stopped: {stopped.Failure}");
            },
            cancellationToken);
        var status = "";
        var since = DateTimeOffset.UtcNow;
        while (status != "Finished" && DateTimeOffset.UtcNow - since < ClusterNodes.Bound)
            status = (await nodes.AnyAsync(c => c.Job(job.Job).GetDetailsAsync(cancellationToken), cancellationToken)).Status;
        if (status != "Finished") throw new BenchException($"{job.Job} was stopped, and is {status}");
        var read = (await nodes.AnyAsync(c => c.Job(job.Job).GetAccumulatorsAsync(cancellationToken), cancellationToken))[ClusterJob.Read].GetInt64();
        job.Take(_round);
        job.Complete(read);
    }
}

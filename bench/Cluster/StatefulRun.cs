using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Harness;
using FlowActors.Client.Jobs;
using FlowActors.Client.Rescales;
using FlowActors.Client.Submission;

namespace FlowActors.Bench.Cluster;

/// <summary>The job with state, at work in a cluster of processes, and what was observed of it when something happened to the cluster.</summary>
/// <param name="cluster">Where it runs.</param>
/// <param name="job">Its id.</param>
internal sealed class StatefulRun(ClusterProcesses cluster, string job)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    // What is late after the filling comes faster.
    private const double Calm = 1.2;

    /// <summary>How many subtasks its sink has.</summary>
    public int Parallelism { get; private set; }

    /// <summary>Starts it, and waits until all keys have a value, records come at their rate, and a checkpoint of that is complete.</summary>
    public static async Task<StatefulRun> StartAsync(ClusterProcesses cluster, int keys, int rate, int parallelism, CancellationToken cancellationToken)
    {
        var culture = CultureInfo.InvariantCulture;
        var submission = new JobSubmission(StatefulJob.Name)
        {
            Parallelism = parallelism,
            Arguments = new Dictionary<string, string> { [StatefulJob.Keys] = keys.ToString(culture), [StatefulJob.Rate] = rate.ToString(culture) },
        };
        var run = new StatefulRun(cluster, (await cluster.AskAsync(client => client.SubmitAsync(submission, cancellationToken), cancellationToken)).Id) { Parallelism = parallelism };
        var flow = cluster.Flow;
        while (flow.Records < keys) await run.LookAsync(cancellationToken);
        for (var perSecond = double.MaxValue; perSecond > Calm * rate;)
        {
            var (before, at) = (flow.Records, Stopwatch.GetTimestamp());
            await run.LookAsync(cancellationToken);
            perSecond = (flow.Records - before) / Stopwatch.GetElapsedTime(at).TotalSeconds;
        }

        await run.UntilCheckpointAsync(await run.LastCheckpointAsync(cancellationToken) + 1, cancellationToken);
        return run;
    }

    /// <summary>Kills a node that takes subtasks, and waits until records flow again on the others.</summary>
    public async Task<KilledWorker> KillWorkerAsync(int number, CancellationToken cancellationToken)
    {
        var (attempt, killedAt) = (cluster.Flow.Attempt, DateTimeOffset.UtcNow);
        var at = await cluster.Nodes[number].KillAsync(cancellationToken);
        var gap = await cluster.Flow.UntilAfterAsync(attempt, Parallelism, s_patience, cancellationToken);
        var failures = await AskAsync(j => j.GetExceptionsAsync(cancellationToken), cancellationToken);
        var steps = new List<(string Status, DateTimeOffset At)>();
        foreach (var vertex in await AskAsync(j => j.GetVerticesAsync(cancellationToken), cancellationToken))
        {
            var subtasks = await AskAsync(j => j.GetSubtasksAsync(vertex.Id.ToString(CultureInfo.InvariantCulture), cancellationToken), cancellationToken);
            steps.AddRange(subtasks.SelectMany(s => s.Timeline).Select(s => (s.Status, s.At)));
        }

        return new KilledWorker(
            Stopwatch.GetElapsedTime(at, gap.To).TotalSeconds,
            cluster.LoggedAt(" is gone: ", at) is { } seen ? Stopwatch.GetElapsedTime(at, seen).TotalSeconds : null,
            Since(failures.First(f => f.At >= killedAt).At),
            Since(LastOf("Restoring")),
            Since(LastOf("Ready")),
            Since(LastOf("Running")));

        double Since(DateTimeOffset time) => (time - killedAt).TotalSeconds;
        DateTimeOffset LastOf(string status) => steps.Where(s => s.Status == status).Max(s => s.At);
    }

    /// <summary>Starts a node, again or for the first time, and waits until slots have moved to it.</summary>
    public Task<MovedSlots> StartWorkerAsync(int number, CancellationToken cancellationToken) =>
        MoveAsync("a node has joined and got its share", "nodeJoined", () => cluster.StartAsync(number, null, cancellationToken), cancellationToken);

    /// <summary>Gives the job another parallelism.</summary>
    public async Task<MovedSlots> RescaleAsync(int parallelism, CancellationToken cancellationToken)
    {
        Parallelism = parallelism;
        return await MoveAsync(
            "the parallelism is another one", "requested", () => AskAsync(j => j.RescaleAsync(new RescaleRequest(parallelism), cancellationToken), cancellationToken), cancellationToken);
    }

    /// <summary>Kills the node that has job manager and coordinators, and no subtasks.</summary>
    public async Task<KilledLeader> KillLeaderAsync(int number, CancellationToken cancellationToken)
    {
        await UntilCheckpointAsync(await LastCheckpointAsync(cancellationToken) + 1, cancellationToken);
        var (attempt, last, killedAt) = (cluster.Flow.Attempt, await LastCheckpointAsync(cancellationToken), DateTimeOffset.UtcNow);
        var at = await cluster.Nodes[number].KillAsync(cancellationToken);
        var completedAt = await UntilCheckpointAsync(last + 1, cancellationToken);
        return new KilledLeader(
            cluster.Flow.LongestGap(at, Stopwatch.GetTimestamp()).TotalSeconds, (completedAt - killedAt).TotalSeconds, cluster.Flow.Attempt - attempt);
    }

    /// <summary>Waits until a checkpoint is complete that is none of those before.</summary>
    public async Task<DateTimeOffset> UntilCheckpointAsync(long first, CancellationToken cancellationToken)
    {
        var checkpoints = await cluster.UntilAsync(
            "a checkpoint is complete", client => client.Job(job).GetCheckpointsAsync(cancellationToken), c => c.Latest.Completed?.Id >= first, cancellationToken);
        return checkpoints.History.Last(c => c.Id >= first && c.Status == "completed").EndedAt!.Value;
    }

    private async Task<long> LastCheckpointAsync(CancellationToken cancellationToken) =>
        (await AskAsync(j => j.GetCheckpointsAsync(cancellationToken), cancellationToken)).Latest.Completed?.Id ?? 0;

    private async Task<MovedSlots> MoveAsync<T>(string what, string why, Func<Task<T>> begin, CancellationToken cancellationToken)
    {
        var (attempt, from) = (cluster.Flow.Attempt, DateTimeOffset.UtcNow);
        await begin();
        var rescales = await cluster.UntilAsync(
            what, client => client.Job(job).GetRescalesAsync(cancellationToken), r => r.Rescales.Any(l => l.Why == why && l.StartedAt >= from && l.Status == "completed"), cancellationToken);
        var gap = await cluster.Flow.UntilAfterAsync(attempt, Parallelism, s_patience, cancellationToken);
        return new MovedSlots(gap.Seconds, rescales.Rescales.First(r => r.Why == why));
    }

    private Task<T> AskAsync<T>(Func<RemoteJob, Task<T>> question, CancellationToken cancellationToken) => cluster.AskAsync(client => question(client.Job(job)), cancellationToken);

    // It may fail meanwhile.
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(s_look, cancellationToken);
        if (cluster.Nodes.FirstOrDefault(n => !n.IsAlive) is { } node) throw new BenchException($"Node {node.Name} has ended.");
        if (await AskAsync(j => j.GetExceptionsAsync(cancellationToken), cancellationToken) is [var failure, ..]) throw new BenchException($"The job has failed: {failure.Message}");
    }
}

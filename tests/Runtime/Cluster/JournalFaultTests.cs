using System.Collections.Concurrent;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>
/// Each write of the job manager and of a coordinator goes wrong once, at every step of a job's life: who wrote is started anew
/// from what the journal has, and the job goes on as if nothing had happened.
/// </summary>
[Collection("cluster")]
public sealed class JournalFaultTests : IDisposable
{
    private const string Quick = """
        flowactors {
          coordinator { journal-backoff-min = 1ms, journal-backoff-max = 1ms, retry-interval = 20ms }
          client.retry-interval = 50ms
        }
        """;

    private readonly JournalFaults _faults = new();

    public static TheoryData<JournalFault> Faults => [.. Enum.GetValues<JournalFault>()];

    public void Dispose() => _faults.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_job_runs_once(JournalFault fault) => AtEveryWriteAsync(fault, async cluster =>
    {
        var started = new ConcurrentDictionary<SubtaskId, int>();
        var finished = new ConcurrentDictionary<SubtaskId, int>();
        cluster.Subtasks.Script = c =>
        {
            if (c is SubtaskProtocol.Start) started.AddOrUpdate(c.Subtask, 1, (_, n) => n + 1);
            if (c is SubtaskProtocol.Finish) finished.AddOrUpdate(c.Subtask, 1, (_, n) => n + 1);
            return null;
        };
        var job = await cluster.SubmitAsync(2);
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(4L, result.Accumulators["n"]);
        Assert.Empty(await job.GetExceptionsAsync());
        Assert.Equal(4, finished.Count);
        Assert.All(finished.Keys.Concat(started.Keys).Where(s => s.Job == job.JobId), s => Assert.Equal(1, s.Attempt));
        Assert.All(finished.Values, n => Assert.Equal(1, n));
    });

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_job_that_fails_once_restarts_once(JournalFault fault) => AtEveryWriteAsync(fault, async cluster =>
    {
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start { Subtask: { Attempt: 1, Index: 1, Vertex: 0 } } ? [FakeCluster.Failed(c.Subtask, "boom")] : null;
        var job = await cluster.SubmitAsync(2, new RestartStrategy.FixedDelay(1, TimeSpan.Zero));
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal("boom", Assert.Single(await job.GetExceptionsAsync()).Details);
    });

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_job_that_fails_for_good_ends_as_failed_with_its_cause(JournalFault fault) => AtEveryWriteAsync(fault, async cluster =>
    {
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start { Subtask: { Index: 1, Vertex: 0 } } ? [FakeCluster.Failed(c.Subtask, "boom")] : null;
        var job = await cluster.SubmitAsync(2);
        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.EndsWith("boom", error.Message, StringComparison.Ordinal);
        Assert.Equal("boom", Assert.Single(await job.GetExceptionsAsync()).Details);
    });

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_job_that_is_cancelled_ends_as_cancelled_and_leaves_no_subtask_and_no_slot(JournalFault fault) => AtEveryWriteAsync(fault, async cluster =>
    {
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start ? [new SubtaskProtocol.Running(c.Subtask)] : null;
        var job = await cluster.SubmitAsync(2);
        await cluster.Subtasks.WaitForAsync(c => c is SubtaskProtocol.Start && c.Subtask.Job == job.JobId);
        await job.CancelAsync().WaitAsync(Patience.Limit);
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        await cluster.Subtasks.WaitUntilAsync(() => cluster.Subtasks.Alive(job.JobId) == 0);
    });

    // Two shards, and each job needs both: a slot that leaks would refuse the next job.
    private async Task AtEveryWriteAsync(JournalFault fault, Func<FakeCluster, Task> run)
    {
        await using var cluster = await FakeCluster.StartAsync(1, Quick + "\nflowactors.sharding.shards = 2\n" + _faults.Configuration);
        for (var writes = 0; ; writes++)
        {
            _faults.StrikeAfter(writes, fault);
            await run(cluster);
            if (!_faults.HasStruck) break;
            Assert.InRange(writes, 0, 100);
        }

        Assert.InRange((await cluster.Host.GetJobsAsync()).Count, 6, 100);
    }
}

using FlowActors.Runtime.Tasks;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>Job manager, coordinators, sharding and agents together, with subtasks that follow a script.</summary>
[Collection("cluster")]
public sealed class ControlPlaneTests
{
    [Fact]
    public async Task Three_nodes_run_a_subtask_of_every_vertex_each()
    {
        await using var cluster = await FakeCluster.StartAsync(3);
        var job = await cluster.SubmitAsync(3);
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        var deployed = cluster.Subtasks.Arrived.Where(a => a.Command is SubtaskProtocol.Deploy).Select(a => (a.Node, a.Command.Subtask)).Distinct().ToList();
        foreach (var vertex in deployed.GroupBy(d => d.Subtask.Vertex)) Assert.Equal(3, vertex.Select(d => d.Node).Distinct().Count());
        foreach (var slot in deployed.GroupBy(d => d.Subtask.Index)) Assert.Single(slot.Select(d => d.Node).Distinct());
        Assert.Equal((long)deployed.Count, result.Accumulators["n"]);
    }

    [Fact]
    public async Task Subtasks_run_where_their_placement_says()
    {
        await using var cluster = await FakeCluster.StartAsync(3);
        for (var run = 0; run < 3; run++) await (await cluster.SubmitAsync(4)).WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.All(
            cluster.Subtasks.Arrived.Where(a => a.Command is SubtaskProtocol.Deploy),
            a => Assert.Equal(((SubtaskProtocol.Deploy)a.Command).Slots[a.Command.Subtask.Index].Node, a.Node));
    }

    [Fact]
    public async Task A_failure_reaches_every_node_and_the_next_attempt_succeeds()
    {
        await using var cluster = await FakeCluster.StartAsync(3);
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start { Subtask: { Attempt: 1, Index: 2 } } ? [FakeCluster.Failed(c.Subtask, "boom")] : null;
        var job = await cluster.SubmitAsync(3, new RestartStrategy.FixedDelay(1, TimeSpan.Zero));
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        var failure = Assert.Single(await job.GetExceptionsAsync());
        Assert.Equal((1, "Map", 2), (failure.Attempt, failure.Operator, failure.Subtask));
        await cluster.Subtasks.WaitUntilAsync(
            () => cluster.Subtasks.Interrupts.Where(i => i.Attempt == 1).Select(i => i.Node).Distinct().Count() == 3);
        Assert.Contains(cluster.Subtasks.Arrived, a => a.Command.Subtask.Attempt == 2);
    }

    [Fact]
    public async Task A_failure_without_restarts_names_job_operator_and_subtask()
    {
        await using var cluster = await FakeCluster.StartAsync(1);
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Open { Subtask.Index: 1 } ? [FakeCluster.Failed(c.Subtask, "boom")] : null;
        var job = await cluster.SubmitAsync(2);
        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Equal("Job 'fake' failed in operator 'Map', subtask 1 (attempt 1): System.InvalidOperationException: boom", error.Message);
        Assert.Equal("boom", Assert.IsType<RemoteException>(error.InnerException).Details);
        Assert.Equal(JobStatus.Failed, await job.GetStatusAsync());
    }

    [Fact]
    public async Task A_command_that_was_lost_is_repeated()
    {
        await using var cluster = await FakeCluster.StartAsync(2, "flowactors.coordinator.retry-interval = 20ms");
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<(Type, SubtaskId), int>();
        cluster.Subtasks.Script = c => seen.AddOrUpdate((c.GetType(), c.Subtask), 1, (_, n) => n + 1) < 3 ? [] : null;
        var job = await cluster.SubmitAsync(2);
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.All(seen.Values, n => Assert.InRange(n, 3, int.MaxValue));
    }

    [Fact]
    public async Task A_cancel_during_the_start_stops_what_was_deployed()
    {
        await using var cluster = await FakeCluster.StartAsync(2);
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Open ? [] : null;
        var job = await cluster.SubmitAsync(2);
        await cluster.Subtasks.WaitForAsync(c => c is SubtaskProtocol.Open);
        Assert.Equal(JobStatus.Created, await job.GetStatusAsync());
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        var stopped = cluster.Subtasks.Arrived.Where(a => a.Command is SubtaskProtocol.Stop).Select(a => a.Command.Subtask).ToHashSet();
        Assert.Superset(cluster.Subtasks.Arrived.Where(a => a.Command is SubtaskProtocol.Deploy).Select(a => a.Command.Subtask).ToHashSet(), stopped);
        await job.CancelAsync();
    }

    [Fact]
    public async Task A_subtask_that_never_stops_does_not_hold_the_job()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.coordinator.stop-timeout = 100ms");
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start or SubtaskProtocol.Stop ? [] : null;
        var job = await cluster.SubmitAsync(1);
        await cluster.Subtasks.WaitForAsync(c => c is SubtaskProtocol.Start);
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_node_that_leaves_fails_the_attempt_and_the_next_one_runs_on_the_others()
    {
        await using var cluster = await FakeCluster.StartAsync(3);
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start { Subtask.Attempt: 1 } ? [new SubtaskProtocol.Running(c.Subtask)] : null;
        var job = await cluster.SubmitAsync(3, new RestartStrategy.FixedDelay(9, TimeSpan.Zero));
        await cluster.Subtasks.WaitForAsync(c => c is SubtaskProtocol.Start);
        var leaving = cluster.Host.Cluster.Nodes[2].System;
        var left = Akka.Cluster.Cluster.Get(leaving).SelfAddress.ToString();
        await Akka.Cluster.Cluster.Get(leaving).LeaveAsync();
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.NotEmpty(await job.GetExceptionsAsync());
        Assert.DoesNotContain(cluster.Subtasks.Arrived, a => a.Node == left && a.Command is SubtaskProtocol.Finish);
    }

    [Fact]
    public async Task A_job_with_more_slots_than_shards_fails_with_the_reason()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.sharding.shards = 2");
        var error = await Assert.ThrowsAsync<JobFailedException>(
            async () => await (await cluster.SubmitAsync(3)).WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Contains("flowactors.sharding.shards", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shards_of_ended_jobs_are_used_again()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.sharding.shards = 2");
        for (var run = 0; run < 5; run++) await (await cluster.SubmitAsync(2)).WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(5, (await cluster.Host.GetJobsAsync()).Count);
    }

    [Fact]
    public async Task Only_so_many_ended_jobs_are_remembered()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.coordinator.history-max = 1");
        var first = await cluster.SubmitAsync(1);
        await first.WaitForEndAsync().WaitAsync(Patience.Limit);
        var second = await cluster.SubmitAsync(1);
        await second.WaitForEndAsync().WaitAsync(Patience.Limit);
        while ((await cluster.Host.GetJobsAsync()).Count > 1) await Task.Yield();
        await Assert.ThrowsAsync<KeyNotFoundException>(() => first.GetStatusAsync());
        Assert.Equal(JobStatus.Finished, await second.GetStatusAsync());
    }

    [Fact]
    public async Task Disposing_cancels_the_jobs_that_run()
    {
        var cluster = await FakeCluster.StartAsync(1);
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start ? [new SubtaskProtocol.Running(c.Subtask)] : null;
        var job = await cluster.SubmitAsync(1);
        await cluster.Subtasks.WaitForAsync(c => c is SubtaskProtocol.Start);
        await cluster.DisposeAsync();
        Assert.Contains(cluster.Subtasks.Arrived, a => a.Command is SubtaskProtocol.Stop && a.Command.Subtask.Job == job.JobId);
        await cluster.DisposeAsync();
    }
}

using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks;

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
        var places = cluster.Subtasks.Arrived.Where(a => a.Command is SubtaskProtocol.Finish).ToList();
        Assert.Equal(24, places.Count);
        Assert.All(places.GroupBy(a => (a.Command.Subtask.Job, a.Command.Subtask.Index)), slot => Assert.Single(slot.Select(a => a.Node).Distinct()));
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
    public async Task A_region_that_has_finished_leaves_another_to_commit_however_long_that_takes()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.coordinator { retry-interval = 20ms, liveness-interval = 20ms }");
        var finishes = 0;
        var wasInterrupted = false;
        cluster.Subtasks.Script = c =>
        {
            if (c is not SubtaskProtocol.Finish { Subtask.Vertex: 1 }) return null;
            wasInterrupted |= !cluster.Subtasks.Interrupts.IsEmpty;
            return ++finishes < 50 ? [] : null;
        };
        var env = cluster.Host.CreateEnvironment().SetParallelism(1);
        env.FromSequence(1, 10).Discard();
        env.FromSequence(1, 10).Discard();
        var job = await env.ExecuteAsync("two regions");
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.False(wasInterrupted);
        Assert.Empty(await job.GetExceptionsAsync());
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
    public async Task A_job_with_more_slots_than_shards_is_refused_with_the_reason()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.sharding.shards = 2");
        var error = await Assert.ThrowsAsync<JobValidationException>(() => cluster.SubmitAsync(3));
        Assert.Contains("needs 3 slots, but the cluster has 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("flowactors.sharding.shards", error.Message, StringComparison.Ordinal);
        Assert.Empty(await cluster.Host.GetJobsAsync());
    }

    [Fact]
    public async Task A_job_with_more_slots_than_others_have_left_is_refused_until_they_end()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.sharding.shards = 3");
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start ? [] : null;
        var first = await cluster.SubmitAsync(2);
        var error = await Assert.ThrowsAsync<JobValidationException>(() => cluster.SubmitAsync(2));
        Assert.Contains("have left fewer of the 3", error.Message, StringComparison.Ordinal);
        await first.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => first.WaitForEndAsync().WaitAsync(Patience.Limit));
        cluster.Subtasks.Script = _ => null;
        await (await cluster.SubmitAsync(3)).WaitForEndAsync().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task Shards_of_ended_jobs_are_used_again()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.sharding.shards = 2");
        for (var run = 0; run < 5; run++) await (await cluster.SubmitAsync(2)).WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(5, (await cluster.Host.GetJobsAsync()).Count);
    }

    [Fact]
    public async Task A_node_that_joins_gets_its_share_at_the_next_placement_although_all_shards_were_used_elsewhere()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.sharding.shards = 4");
        await (await cluster.SubmitAsync(4)).WaitForEndAsync().WaitAsync(Patience.Limit);
        var joined = await cluster.AddNodeAsync();
        try
        {
            var job = await cluster.SubmitAsync(4);
            await job.WaitForEndAsync().WaitAsync(Patience.Limit);
            var slots = cluster.Subtasks.Arrived.Where(a => a.Command is SubtaskProtocol.Finish && a.Command.Subtask.Job == job.JobId)
                .GroupBy(a => a.Node).ToDictionary(n => n.Key, n => n.Select(a => a.Command.Subtask.Index).Distinct().Count());
            Assert.Equal(2, slots.Count);
            Assert.Equal(2, slots[joined.Info.Node]);
            Assert.Empty(await job.GetExceptionsAsync());
        }
        finally
        {
            await joined.System.Terminate();
            await joined.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_job_that_nobody_holds_is_forgotten_when_enough_have_ended_since()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.coordinator.history-max = 1");
        var first = await RunAsync(cluster);
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (cluster.Subtasks.Forgotten.All(f => f.Job != first))
        {
            limit.Token.ThrowIfCancellationRequested();
            GC.Collect();
            await RunAsync(cluster);
        }

        Assert.DoesNotContain(await cluster.Host.GetJobsAsync(), j => j.JobId == first);

        static async Task<JobId> RunAsync(FakeCluster cluster)
        {
            var job = await cluster.SubmitAsync(1);
            await job.WaitForEndAsync().WaitAsync(Patience.Limit);
            return job.JobId;
        }
    }

    [Fact]
    public async Task A_job_that_somebody_holds_a_client_of_answers_however_many_have_ended_since()
    {
        await using var cluster = await FakeCluster.StartAsync(1, "flowactors.coordinator.history-max = 1");
        var jobs = new List<IJobClient>();
        for (var i = 0; i < 6; i++) jobs.Add(await cluster.SubmitAsync(1));
        await Task.WhenAll(jobs.Select(j => j.WaitForEndAsync())).WaitAsync(Patience.Limit);
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start ? [FakeCluster.Failed(c.Subtask, "boom")] : null;
        var failed = await cluster.SubmitAsync(1);
        await Assert.ThrowsAsync<JobFailedException>(() => failed.WaitForEndAsync().WaitAsync(Patience.Limit));
        cluster.Subtasks.Script = _ => null;
        for (var i = 0; i < 3; i++) await (await cluster.SubmitAsync(1)).WaitForEndAsync().WaitAsync(Patience.Limit);
        foreach (var job in jobs) Assert.Equal(2L, (await job.WaitForEndAsync().WaitAsync(Patience.Limit)).Accumulators["n"]);
        await Assert.ThrowsAsync<JobFailedException>(() => failed.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Equal("boom", Assert.Single(await failed.GetExceptionsAsync()).Details);
    }

    [Fact]
    public async Task Figures_of_thousands_of_subtasks_come_from_every_node_in_whole()
    {
        await using var cluster = await FakeCluster.StartAsync(3, "flowactors.client.retry-interval = 30s");
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start ? [new SubtaskProtocol.Running(c.Subtask)] : null;
        var metrics = Enumerable.Range(0, 13).ToDictionary(i => $"aMetricWithAName{i}", i => 1.0 / (i + 3));
        cluster.Subtasks.Figures = (_, job, attempts) => Enumerable.Range(0, 3000).Select(i => new SubtaskFigures(
            new SubtaskId(job, attempts.GetValueOrDefault(0), 0, i), "vertex", metrics, new Dictionary<string, AccumulatorValue> { ["n"] = new(1, null) }));
        var job = await cluster.SubmitAsync(1);
        var figures = await job.GetMetricsAsync().WaitAsync(Patience.Limit);
        Assert.Equal(3, figures.Select(f => f.Node).Distinct().Count());
        foreach (var node in figures.GroupBy(f => f.Node)) Assert.Equal(Enumerable.Range(0, 3000), node.Select(f => f.Subtask));
        Assert.Equal(9000L, (await job.GetAccumulatorsAsync().WaitAsync(Patience.Limit))["n"]);
    }

    [Fact]
    public async Task A_node_that_does_not_tell_its_figures_is_an_error_rather_than_a_part_of_them()
    {
        await using var cluster = await FakeCluster.StartAsync(2, "flowactors.client { retry-interval = 50ms, timeout = 3s }");
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start ? [new SubtaskProtocol.Running(c.Subtask)] : null;
        var silent = cluster.Host.Cluster.Nodes[1].Info.Node;
        cluster.Subtasks.Figures = (node, _, _) => node == silent ? throw new InvalidOperationException("cannot be read") : [];
        var job = await cluster.SubmitAsync(2);
        var error = await Assert.ThrowsAsync<TimeoutException>(() => job.GetMetricsAsync().WaitAsync(Patience.Limit));
        Assert.Contains($"Node {silent} did not answer within", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TimeoutException>(() => job.GetAccumulatorsAsync().WaitAsync(Patience.Limit));

        // Its agent still has the attempt.
        await cluster.Subtasks.WaitUntilAsync(() => cluster.Subtasks.Started(job.JobId) == 4);
        cluster.Subtasks.EndInput(job.JobId);
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Empty(await job.GetExceptionsAsync());
    }

    [Fact]
    public async Task Sixteen_failures_with_long_texts_of_another_script_are_told_over_the_network()
    {
        await using var cluster = await FakeCluster.StartAsync(3, "flowactors.client.retry-interval = 30s");
        var text = new string('語', 100_000);
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start
            ? [new SubtaskProtocol.Failed(c.Subtask, FailureText.Shorten(new SubtaskFailure(FailureKind.Code, "Map", "System.Exception", text, text)))]
            : null;
        var job = await cluster.SubmitAsync(3, new RestartStrategy.FixedDelay(20, TimeSpan.Zero));
        var elsewhere = new FlowActors.Runtime.Client.ControlClient(
            () => cluster.Host.Cluster.Nodes[2].Asked,
            cluster.Host.Cluster.Settings.Client,
            TimeProvider.System,
            default);
        var view = await elsewhere.WaitAsync<JobCoordinatorProtocol.JobView>(new JobCoordinatorProtocol.AwaitJobEnd(job.JobId), default).WaitAsync(Patience.Limit);
        Assert.Equal(JobRecord.FailuresMax, view.Failures.Count);
        Assert.Equal(21, view.Attempt);
        Assert.All(view.Failures, f => Assert.EndsWith("more characters)", f.Cause.Message, StringComparison.Ordinal));
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

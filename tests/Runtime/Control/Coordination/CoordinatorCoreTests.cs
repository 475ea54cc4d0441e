using FlowActors.Runtime.Control;
using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Control.Coordination;

public sealed class CoordinatorCoreTests
{
    [Fact]
    public void An_interrupt_that_was_lost_is_repeated_where_somebody_is_left()
    {
        var job = new CoreDriver([2]).Run();
        job.Handle(new CancelJob(job.Job.Id));
        Assert.Equal([CoreDriver.NodeOf(0), CoreDriver.NodeOf(1)], Assert.Single(job.Effects<CoordinatorEffect.Interrupt>()).Nodes);
        job.From(0, 0, id => new SubtaskProtocol.Stopped(id));
        job.Wake();
        Assert.Equal([CoreDriver.NodeOf(1)], Assert.Single(job.Effects<CoordinatorEffect.Interrupt>()).Nodes);
    }

    [Fact]
    public void A_job_goes_through_all_phases_to_its_end()
    {
        var job = new CoreDriver([2, 1]);
        Assert.Equal(JobStatus.Created, job.Core.Status);
        Assert.Equal(3, job.Sent<SubtaskProtocol.Deploy>().Count);
        job.FromAll(id => new SubtaskProtocol.Deployed(id));
        Assert.Equal(3, job.Sent<SubtaskProtocol.Open>().Count);
        job.FromAll(id => new SubtaskProtocol.Ready(id));
        Assert.Equal(3, job.Sent<SubtaskProtocol.Start>().Count);
        Assert.Equal(JobStatus.Created, job.Core.Status);
        job.FromAll(id => new SubtaskProtocol.Running(id));
        Assert.Equal(JobStatus.Running, job.Core.Status);
        job.FromAll(id => new SubtaskProtocol.Finishing(id));
        Assert.Equal(3, job.Sent<SubtaskProtocol.Finish>().Count);
        job.FromAll(id => new SubtaskProtocol.Finished(id, new Dictionary<string, AccumulatorValue> { ["n"] = new(id.Index + 1, null) }));
        Assert.Equal(JobStatus.Finished, job.Core.Status);
        Assert.Equal(4, job.Core.Record.Accumulators["n"].Long);
        Assert.Null(job.Core.WakeAt);
    }

    [Fact]
    public void No_phase_begins_before_the_last_subtask_has_ended_the_one_before()
    {
        var job = new CoreDriver([2]);
        job.From(0, 0, id => new SubtaskProtocol.Deployed(id));
        job.From(0, 0, id => new SubtaskProtocol.Deployed(id));
        Assert.Empty(job.Sent<SubtaskProtocol.Open>());
        job.From(0, 1, id => new SubtaskProtocol.Deployed(id));
        Assert.Equal(2, job.Sent<SubtaskProtocol.Open>().Count);
    }

    [Fact]
    public void A_command_is_repeated_for_those_that_did_not_answer()
    {
        var job = new CoreDriver([2]);
        job.Sent<SubtaskProtocol.Deploy>();
        job.From(0, 1, id => new SubtaskProtocol.Deployed(id));
        job.Wake();
        Assert.Equal([0], job.Sent<SubtaskProtocol.Deploy>().Select(d => d.Subtask.Index));
    }

    [Fact]
    public void A_placement_is_asked_for_until_it_comes()
    {
        var job = new CoreDriver([1], place: false);
        Assert.Single(job.Effects<CoordinatorEffect.Place>());
        job.Wake();
        Assert.Single(job.Effects<CoordinatorEffect.Place>());
        Assert.Empty(job.Sent<SubtaskProtocol.Deploy>());
    }

    [Fact]
    public void A_failure_stops_all_others_and_then_ends_the_job()
    {
        var job = new CoreDriver([2]).Run();
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure("boom")));
        Assert.Equal(JobStatus.Failing, job.Core.Status);
        Assert.Single(job.Effects<CoordinatorEffect.Interrupt>());
        Assert.Equal([1], job.Sent<SubtaskProtocol.Stop>().Select(s => s.Subtask.Index));
        job.From(0, 1, id => new SubtaskProtocol.Stopped(id));
        Assert.Equal(JobStatus.Failed, job.Core.Status);
        var failure = Assert.Single(job.Core.Record.Failures);
        Assert.Equal((1, 0, 0, "boom"), (failure.Attempt, failure.Vertex, failure.Subtask, failure.Cause.Message));
    }

    [Fact]
    public void A_restart_waits_for_its_time_and_for_the_old_attempt_to_be_gone()
    {
        var job = new CoreDriver([1, 1], new RestartStrategy.FixedDelay(1, TimeSpan.FromSeconds(5))).Run();
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure("boom")));
        Assert.Equal(JobStatus.Restarting, job.Core.Status);
        job.Now += TimeSpan.FromSeconds(1);
        job.From(1, 0, id => new SubtaskProtocol.Stopped(id));
        Assert.Equal(job.Start.AddSeconds(5), job.Core.WakeAt);
        job.Wake();
        Assert.Equal(2, job.Core.Record.Attempt);
        job.Run();
        Assert.Equal(JobStatus.Running, job.Core.Status);
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure("again")));
        job.From(1, 0, id => new SubtaskProtocol.Stopped(id));
        Assert.Equal(JobStatus.Failed, job.Core.Status);
        Assert.Equal(["boom", "again"], job.Core.Record.Failures.Select(f => f.Cause.Message));
    }

    [Fact]
    public void A_failure_that_suppresses_restarts_ends_the_job_whatever_its_strategy()
    {
        var job = new CoreDriver([1], new RestartStrategy.ExponentialDelay()).Run();
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, SubtaskFailure.From("Print", new SuppressRestartsException("closed"))));
        Assert.Equal(JobStatus.Failed, job.Core.Status);
        Assert.Contains("another attempt would fail too", Assert.Single(job.Written.OfType<CoordinatorEvents.JobFailed>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_with_endless_texts_is_remembered_in_short()
    {
        var job = new CoreDriver([1]).Run();
        var original = new InvalidOperationException();
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure(new string('x', 1 << 20)) with { Original = original }));
        var cause = job.Core.Record.Failures[0].Cause;
        Assert.InRange(cause.Message.Length, FailureText.MessageBytesMax - 100, FailureText.MessageBytesMax);
        Assert.InRange(cause.Details.Length, FailureText.DetailsBytesMax - 100, FailureText.DetailsBytesMax);
        Assert.Null(cause.Original);
        Assert.Same(original, job.Written.OfType<CoordinatorEvents.AttemptFailed>().Single().Failure.Cause.Original);
    }

    [Fact]
    public void Accumulators_that_are_too_many_together_fail_the_attempt_before_a_sink_commits()
    {
        var job = new CoreDriver([2]).Run();
        var each = (ControlLimits.AccumulatorBytesMax / (ControlLimits.ValueBytes + 8) / 2) + 1;
        job.From(0, 0, id => new SubtaskProtocol.Finishing(id, Names(0, each)));
        job.From(0, 0, id => new SubtaskProtocol.Finishing(id, Names(0, each)));
        Assert.Equal(JobStatus.Running, job.Core.Status);
        job.From(0, 1, id => new SubtaskProtocol.Finishing(id, Names(each, each)));
        Assert.Empty(job.Sent<SubtaskProtocol.Finish>());
        job.FromAll(id => new SubtaskProtocol.Stopped(id));
        Assert.Equal(JobStatus.Failed, job.Core.Status);
        var cause = job.Core.Record.Failures[0].Cause;
        Assert.Equal("FlowActors.TooManyAccumulators", cause.Type);
        Assert.Contains($"the {ControlLimits.AccumulatorBytesMax} bytes that a job may have", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accumulators_that_were_announced_by_no_one_fail_the_attempt_when_they_are_too_many()
    {
        var job = new CoreDriver([2]).Run();
        job.FromAll(id => new SubtaskProtocol.Finishing(id));
        var each = (ControlLimits.AccumulatorBytesMax / (ControlLimits.ValueBytes + 8) / 2) + 1;
        job.From(0, 0, id => new SubtaskProtocol.Finished(id, Names(0, each).ToDictionary(n => n, _ => new AccumulatorValue(1, null))));
        job.From(0, 1, id => new SubtaskProtocol.Finished(id, Names(each, each).ToDictionary(n => n, _ => new AccumulatorValue(1, null))));
        Assert.Equal(JobStatus.Failed, job.Core.Status);
    }

    private static string[] Names(int first, int count) => [.. Enumerable.Range(first, count).Select(i => $"{i:d8}")];

    [Fact]
    public void A_lost_connection_heard_first_gives_way_to_the_failure_that_caused_it()
    {
        var job = new CoreDriver([2]).Run();
        job.From(0, 1, id => new SubtaskProtocol.Failed(id, Failure("reset", typeof(DataConnectionException).FullName!)));
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure("boom")));
        Assert.Equal("boom", Assert.Single(job.Core.Record.Failures).Cause.Message);
    }

    [Theory]
    [InlineData("FlowActors.Runtime.Transport.DataConnectionException")]
    [InlineData("System.InvalidOperationException")]
    public void The_first_failure_stays_the_cause_when_others_follow(string follower)
    {
        var job = new CoreDriver([2]).Run();
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure("boom")));
        job.From(0, 1, id => new SubtaskProtocol.Failed(id, Failure("later", follower)));
        Assert.Equal("boom", Assert.Single(job.Core.Record.Failures).Cause.Message);
    }

    [Fact]
    public void Code_that_complains_of_being_stopped_is_no_cause()
    {
        var job = new CoreDriver([2]).Run();
        job.From(0, 1, id => new SubtaskProtocol.Failed(id, Failure("reset", typeof(DataConnectionException).FullName!)));
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure("cancelled", typeof(OperationCanceledException).FullName!)));
        Assert.Equal("reset", Assert.Single(job.Core.Record.Failures).Cause.Message);
    }

    [Fact]
    public void A_lost_node_fails_the_attempt_and_its_subtasks_are_not_waited_for()
    {
        var job = new CoreDriver([2]).Run();
        job.Handle(new NodeLost(CoreDriver.NodeOf(0)));
        Assert.Equal([1], job.Sent<SubtaskProtocol.Stop>().Select(s => s.Subtask.Index));
        job.From(0, 1, id => new SubtaskProtocol.Stopped(id));
        Assert.Equal(JobStatus.Failed, job.Core.Status);
        Assert.Contains(CoreDriver.NodeOf(0), job.Core.Record.Failures[0].Cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_without_subtasks_of_the_job_may_go()
    {
        var job = new CoreDriver([2]).Run();
        job.Handle(new NodeLost("elsewhere"));
        Assert.Equal(JobStatus.Running, job.Core.Status);
    }

    [Fact]
    public void A_subtask_that_is_gone_without_a_word_fails_the_attempt()
    {
        var job = new CoreDriver([1]).Run();
        job.Handle(new SubtaskGone(job.Id(0, 0)));
        Assert.Equal(JobStatus.Failed, job.Core.Status);
    }

    [Fact]
    public void A_subtask_on_another_node_than_planned_fails_the_attempt()
    {
        var job = new CoreDriver([1]);
        job.Handle(new SubtaskMisplaced(job.Id(0, 0), "elsewhere"));
        job.From(0, 0, id => new SubtaskProtocol.Stopped(id));
        Assert.Equal(JobStatus.Failed, job.Core.Status);
        Assert.Contains("elsewhere", job.Core.Record.Failures[0].Cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subtask_that_does_not_stop_is_given_up_in_the_end()
    {
        var job = new CoreDriver([2]).Run();
        job.Handle(new CancelJob(job.Job.Id));
        job.From(0, 0, id => new SubtaskProtocol.Stopped(id));
        job.Now = job.Start + CoreDriver.Settings.StopTimeout;
        job.Handle(Wake.Instance);
        Assert.Equal(JobStatus.Cancelled, job.Core.Status);
        Assert.Equal([1], Assert.Single(job.Effects<CoordinatorEffect.StopTimedOut>()).Subtasks.Select(s => s.Index));
    }

    [Fact]
    public void A_job_that_finds_no_place_fails_with_the_reason()
    {
        var job = new CoreDriver([1], place: false);
        job.Handle(new PlacementRefused(job.Job.Id, 1, "too few shards"));
        Assert.Equal(JobStatus.Failed, job.Core.Status);
        Assert.Equal("too few shards", job.Core.Record.Failures[0].Cause.Message);
    }

    [Fact]
    public void A_cancel_before_the_placement_ends_the_job_at_once()
    {
        var job = new CoreDriver([1], place: false);
        job.Handle(new CancelJob(job.Job.Id));
        Assert.Equal(JobStatus.Cancelled, job.Core.Status);
    }

    [Fact]
    public void A_cancel_during_the_delay_of_a_restart_ends_the_job_at_once()
    {
        var job = new CoreDriver([1], new RestartStrategy.FixedDelay(1, TimeSpan.FromHours(1))).Run();
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure("boom")));
        Assert.Equal(JobStatus.Restarting, job.Core.Status);
        job.Handle(new CancelJob(job.Job.Id));
        Assert.Equal(JobStatus.Cancelled, job.Core.Status);
        Assert.Null(job.Core.WakeAt);
    }

    [Fact]
    public void A_cancel_while_a_failed_attempt_stops_wins_over_the_restart()
    {
        var job = new CoreDriver([2], new RestartStrategy.FixedDelay(1, TimeSpan.Zero)).Run();
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure("boom")));
        job.Handle(new CancelJob(job.Job.Id));
        Assert.Equal(JobStatus.Cancelling, job.Core.Status);
        job.From(0, 1, id => new SubtaskProtocol.Stopped(id));
        Assert.Equal(JobStatus.Cancelled, job.Core.Status);
    }

    [Fact]
    public void What_an_earlier_attempt_says_changes_nothing_and_is_told_to_stop()
    {
        var job = new CoreDriver([1], new RestartStrategy.FixedDelay(1, TimeSpan.Zero)).Run();
        var stale = job.Id(0, 0);
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure("boom")));
        job.Run();
        job.Sent<SubtaskProtocol.Stop>();
        job.Handle(new SubtaskProtocol.Running(stale));
        Assert.Equal(stale, Assert.Single(job.Sent<SubtaskProtocol.Stop>()).Subtask);
        job.Handle(new SubtaskProtocol.Failed(stale, Failure("late")));
        Assert.Equal(JobStatus.Running, job.Core.Status);
        Assert.Single(job.Core.Record.Failures);
    }

    [Fact]
    public void A_running_subtask_is_asked_from_time_to_time_whether_it_still_runs()
    {
        var job = new CoreDriver([1]).Run();
        job.Sent<SubtaskProtocol.Start>();
        Assert.Equal(job.Now + CoreDriver.Settings.LivenessInterval, job.Core.WakeAt);
        job.Wake();
        Assert.Single(job.Sent<SubtaskProtocol.Start>());
    }

    [Fact]
    public void Only_sixteen_failures_are_remembered()
    {
        var job = new CoreDriver([1], new RestartStrategy.FixedDelay(100, TimeSpan.Zero));
        for (var i = 1; i <= 20; i++)
        {
            job.Run();
            job.From(0, 0, id => new SubtaskProtocol.Failed(id, Failure($"{i}")));
        }

        Assert.Equal(Enumerable.Range(5, 16).Select(i => $"{i}"), job.Core.Record.Failures.Select(f => f.Cause.Message));
    }

    private static SubtaskFailure Failure(string message, string type = "System.InvalidOperationException") => new("Map", type, message, message);
}

using FlowActors.Runtime.Control;
using FlowActors.Runtime.Tasks;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Control.Coordination;

public sealed class CoordinatorRecoveryTests
{
    [Fact]
    public void A_job_that_ran_when_its_process_ended_has_failed()
    {
        var before = new CoreDriver([1]).Run();
        var after = before.Restarted(incarnation: "another process", shape: null);
        Assert.Equal(JobStatus.Failed, after.Core.Status);
        Assert.Contains("process", after.Core.Record.Failures[0].Cause.Message, StringComparison.Ordinal);
        Assert.Empty(after.Sent<SubtaskProtocol.ICommand>());
    }

    [Fact]
    public void A_registered_job_whose_process_ended_is_not_started_again_without_a_checkpoint()
    {
        var before = new CoreDriver([1], new RestartStrategy.FixedDelay(9, TimeSpan.Zero)).Run();
        Assert.Equal(JobStatus.Failed, before.Restarted("another process", before.Shape).Core.Status);
    }

    [Fact]
    public void A_cancel_that_was_written_is_kept_by_the_next_process()
    {
        var before = new CoreDriver([1]).Run();
        before.Handle(new CancelJob(before.Job.Id));
        Assert.Equal(JobStatus.Cancelled, before.Restarted("another process", null).Core.Status);
    }

    [Fact]
    public void An_ended_job_stays_as_it_ended()
    {
        var before = new CoreDriver([1]).Run();
        before.FromAll(id => new SubtaskProtocol.Finishing(id));
        before.FromAll(id => new SubtaskProtocol.Finished(id, new Dictionary<string, AccumulatorValue> { ["n"] = new(7, null) }));
        var after = before.Restarted("another process", null);
        Assert.Equal(JobStatus.Finished, after.Core.Status);
        Assert.Equal(7, after.Core.Record.Accumulators["n"].Long);
        Assert.Empty(after.Written);
    }

    [Fact]
    public void A_job_manager_that_missed_the_end_of_a_job_is_told_again()
    {
        var before = new CoreDriver([1]).Run();
        before.Handle(new CancelJob(before.Job.Id));
        before.From(0, 0, id => new SubtaskProtocol.Stopped(id));
        Assert.Equal(JobStatus.Cancelled, Assert.Single(before.Restarted("another process", null).Effects<CoordinatorEffect.AnnounceEnd>()).Status);
    }

    [Fact]
    public void A_coordinator_whose_journal_failed_stops_the_attempt_before_it_starts_the_next()
    {
        var before = new CoreDriver([2], new RestartStrategy.FixedDelay(1, TimeSpan.Zero)).Run();
        var after = before.Restarted(CoreDriver.Incarnation, before.Shape);
        Assert.Empty(after.Sent<SubtaskProtocol.Deploy>());
        Assert.Equal([1, 1], after.Sent<SubtaskProtocol.Stop>().Select(s => s.Subtask.Attempt));
        after.From(0, 0, id => new SubtaskProtocol.Stopped(id));
        after.From(0, 1, id => new SubtaskProtocol.Stopped(id));
        Assert.Equal(2, after.Core.Record.Attempt);
        Assert.Contains("journal", after.Core.Record.Failures[0].Cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void Restarts_that_are_used_up_stay_so_after_a_replay(int restarts)
    {
        var before = new CoreDriver([1], new RestartStrategy.FixedDelay(restarts, TimeSpan.FromSeconds(1)));
        for (var i = 0; i < restarts; i++)
        {
            before.Run();
            Fail(before);
            if (i + 1 < restarts) before.Wake();
        }

        var after = before.Restarted(CoreDriver.Incarnation, before.Shape);
        Assert.Equal(JobStatus.Restarting, after.Core.Status);
        after.Wake();
        after.Run();
        Fail(after);
        Assert.Equal(JobStatus.Failed, after.Core.Status);
        Assert.Equal($"all {restarts} restarts of the fixed-delay restart strategy are used up", after.Core.Record.Reason);
    }

    [Fact]
    public void A_job_that_restarts_for_ever_keeps_a_short_journal_that_says_the_same()
    {
        var before = new CoreDriver([1], new RestartStrategy.FixedDelay(1_000_000, TimeSpan.FromSeconds(1)));
        for (var i = 0; i < 2_000; i++)
        {
            before.Run();
            Fail(before);
            var kept = before.Written.FindLastIndex(e => e is CoordinatorEvents.JobKept);
            if (kept > 0) before.Written.RemoveRange(0, kept);
            Assert.InRange(before.Written.Count, 1, 80);
            before.Wake();
        }

        var after = before.Restarted("another process", before.Shape);
        Assert.Equal(2_000 + 1, after.Core.Record.FailureCount);
        Assert.Equal(before.Core.Record.Failures.Skip(1), after.Core.Record.Failures.SkipLast(1));
        Assert.Equal(JobRecord.FailureTimesMax, after.Core.Record.FailureTimes.Count());
        Assert.Equal(before.Core.Record.SubmittedAt, after.Core.Record.SubmittedAt);
    }

    [Fact]
    public void A_restart_that_was_scheduled_happens_when_it_is_due()
    {
        var before = new CoreDriver([1], new RestartStrategy.FixedDelay(1, TimeSpan.FromSeconds(5))).Run();
        before.From(0, 0, id => new SubtaskProtocol.Failed(id, new SubtaskFailure(null, "T", "boom", "")));
        var after = before.Restarted(CoreDriver.Incarnation, before.Shape);
        Assert.Equal(JobStatus.Restarting, after.Core.Status);
        after.Wake();
        Assert.Equal(2, after.Core.Record.Attempt);
    }

    private static void Fail(CoreDriver job) =>
        job.From(0, 0, id => new SubtaskProtocol.Failed(id, new SubtaskFailure(null, "T", "boom", "")));
}

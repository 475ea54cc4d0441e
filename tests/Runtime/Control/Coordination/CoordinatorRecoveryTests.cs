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
}

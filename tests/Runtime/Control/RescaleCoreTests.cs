using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Subtasks;
using static FlowActors.Runtime.Control.Coordination.CoordinatorEvents;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>Another parallelism, step by step; random lives are under the schedules of the simulation.</summary>
public sealed class RescaleCoreTests
{
    [Fact]
    public void All_begin_again_from_the_checkpoint_without_a_failure_or_a_delay()
    {
        var job = new JobDriver(takesCheckpoints: true, isFixed: false);
        Assert.Equal(RescaleStep.Begun, Assert.Single(job.Rescale(2)).Step);
        Assert.Equal(JobStatus.Running, job.Core.Status);
        var told = job.Effects.Count;
        job.Complete();
        Assert.Equal(RescaleStep.Done, Assert.Single(job.NewsSince(told)).Step);
        Assert.Equal((JobStatus.Running, 0, (2, 2)), (job.Core.Status, job.Core.Record.FailureCount, job.Attempts));
        Assert.Equal(2, job.Core.Record.Job!.Parallelism!.Parallelism);
        Assert.All(job.Journal.OfType<AttemptStarted>().Where(e => e.Attempt == 2), e => Assert.Equal(job.Core.Record.Rescales![0].Checkpoint, e.RestoredCheckpoint));
        Assert.Equal((1, 2, null), Assert.Single(job.Core.Rescales.Select(r => (r.From, r.To, r.Failure))));
    }

    [Fact]
    public void The_one_that_it_has_is_no_change()
    {
        var job = new JobDriver(takesCheckpoints: true, isFixed: false);
        Assert.Equal(RescaleStep.Done, Assert.Single(job.Rescale(1)).Step);
        Assert.Equal((1, 1), job.Attempts);
        Assert.Empty(job.Core.Rescales);
    }

    [Fact]
    public void What_cannot_be_done_or_not_now_is_refused()
    {
        Refused(new JobDriver(isFixed: false), RescaleStep.Impossible, "takes no checkpoints");
        Refused(new JobDriver(takesCheckpoints: true), RescaleStep.Impossible, "a parallelism of its own");
        var failed = new JobDriver(takesCheckpoints: true, isFixed: false);
        failed.Fail(0);
        Refused(failed, RescaleStep.NotNow, "not all of its subtasks run");
        var twice = new JobDriver(takesCheckpoints: true, isFixed: false);
        twice.Rescale(2);
        Refused(twice, RescaleStep.NotNow, "from a parallelism of 1 to 2 already");
        foreach (var (why, text) in new[] { (RescaleCause.Drained, "as a node is drained"), (RescaleCause.NodeJoined, "as a node has joined") })
        {
            var moving = new JobDriver(takesCheckpoints: true, isFixed: false);
            moving.Say(RescalePlanned.Move(moving.Core.Record.Job!, moving.Core.Record.Shape!, why));
            Refused(moving, RescaleStep.NotNow, $"Its slots are being moved, {text}. Ask again when that is done.");
        }

        var stopping = new JobDriver(takesCheckpoints: true, isFixed: false);
        stopping.Say(new CheckpointMessages.RequestCheckpoint(1, CheckpointKind.StopWithSavepoint, "/s"));
        Refused(stopping, RescaleStep.NotNow, "it is ending");
        var cancelled = new JobDriver(takesCheckpoints: true, isFixed: false);
        cancelled.Say(new CancelJob(default!));
        Refused(cancelled, RescaleStep.NotNow, "it is ending, or has ended");

        static void Refused(JobDriver job, RescaleStep step, string text)
        {
            var told = Assert.Single(job.Rescale(3));
            Assert.Equal(step, told.Step);
            Assert.Contains(text, told.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_that_fails_before_all_stand_still_leaves_the_job_to_its_restart_strategy()
    {
        var job = new JobDriver(takesCheckpoints: true, isFixed: false);
        job.Rescale(2);
        var told = job.Effects.Count;
        job.Fail(1);
        Assert.Contains("did not complete (RegionStopped)", Assert.Single(job.NewsSince(told)).Text, StringComparison.Ordinal);
        job.Pass(1);
        Assert.Equal((1, 2), job.Attempts);
        Assert.Equal((JobStatus.Running, 1, 1), (job.Core.Status, job.Core.Record.FailureCount, job.Core.Record.Job!.Parallelism!.Parallelism));
        Assert.NotNull(Assert.Single(job.Core.Rescales).Failure);
    }

    [Fact]
    public void Without_slots_for_it_the_job_goes_on_at_what_it_had()
    {
        var job = new JobDriver(takesCheckpoints: true, isFixed: false);
        job.Rescale(3);
        var told = job.Effects.Count;
        job.Complete();
        Assert.Equal([true, false], job.Effects.Skip(told).OfType<CoordinatorEffect.Place>().Select(p => p.IsTry));
        Assert.Equal((RescaleStep.Failed, "too few slots"), (Assert.Single(job.NewsSince(told)).Step, job.NewsSince(told)[0].Text));
        Assert.Equal((JobStatus.Running, 0, (2, 2), 1), (job.Core.Status, job.Core.Record.FailureCount, job.Attempts, job.Core.Record.Job!.Parallelism!.Parallelism));
        Assert.Equal([RescaleCause.Requested, RescaleCause.NotPlaced], job.Core.Record.Rescales!.Select(r => r.Why));
        Assert.Equal([(RescaleCause.Requested, true), (RescaleCause.NotPlaced, false)], job.Core.Record.EndedRescales!.Select(r => (r.Why, r.Pause is null)));
    }

    [Fact]
    public void Without_room_for_it_the_job_goes_back_to_what_it_had_after_a_while()
    {
        var job = new JobDriver(takesCheckpoints: true, isFixed: false) { Refuses = false };
        job.Rescale(3);
        var told = job.Effects.Count;
        job.Complete();
        foreach (var _ in Enumerable.Range(0, 59)) job.Pass(1);
        Assert.Equal((JobStatus.Rescaling, 0), (job.Core.Status, job.NewsSince(told).Count));
        job.Pass(1);
        Assert.Equal((JobStatus.Running, 0, (2, 2), 1), (job.Core.Status, job.Core.Record.FailureCount, job.Attempts, job.Core.Record.Job!.Parallelism!.Parallelism));
        Assert.Equal((RescaleStep.Failed, "No slots were found for it within 00:01:00."), (Assert.Single(job.NewsSince(told)).Step, job.NewsSince(told)[0].Text));
    }

    [Fact]
    public void Slots_that_are_to_move_and_cannot_yet_are_told_of_with_the_reason()
    {
        Assert.Contains("takes no checkpoints", new JobDriver().Move(), StringComparison.Ordinal);
        var failed = new JobDriver(takesCheckpoints: true);
        failed.Fail(0);
        Assert.Contains("cannot go to other nodes now: not all of its subtasks run", failed.Move(), StringComparison.Ordinal);
        failed.Pass(1);
        Assert.Null(failed.Move());
        var stopping = new JobDriver(takesCheckpoints: true);
        stopping.Say(new CheckpointMessages.RequestCheckpoint(1, CheckpointKind.StopWithSavepoint, "/s"));
        Assert.Contains("cannot go to other nodes now: it is ending", stopping.Move(), StringComparison.Ordinal);
        var rescaled = new JobDriver(takesCheckpoints: true, isFixed: false);
        rescaled.Rescale(2);
        Assert.Contains("from a parallelism of 1 to 2 already", rescaled.Move(), StringComparison.Ordinal);
        var suspended = new JobDriver(takesCheckpoints: true);
        suspended.Say(new CancelJob(default!));
        Assert.Equal(JobStatus.Cancelled, suspended.Core.Status);
        Assert.Null(suspended.Move());
    }

    [Fact]
    public void Slots_that_are_to_move_wait_for_a_savepoint_and_go_then()
    {
        var job = new JobDriver(takesCheckpoints: true);
        job.Say(new CheckpointMessages.RequestCheckpoint(1, CheckpointKind.Savepoint, "/s"));
        Assert.Contains("once savepoint 1, which is under way, is complete", job.Move(), StringComparison.Ordinal);
        Assert.Contains("once savepoint 1, which is under way, is complete", job.Move(), StringComparison.Ordinal);
        job.Complete();
        Assert.Null(job.Move());
        Assert.Equal(CheckpointKind.Suspend, job.Core.Pending.Single().Kind);
        var told = job.Effects.Count;
        job.Complete();
        Assert.Null(job.ToldOfMove(told));
        Assert.Equal((JobStatus.Running, 0, (2, 2)), (job.Core.Status, job.Core.Record.FailureCount, job.Attempts));
    }

    [Fact]
    public void A_checkpoint_that_keeps_slots_for_long_is_told_of_and_what_the_last_one_failed_of_too()
    {
        var job = new JobDriver(takesCheckpoints: true);
        Assert.Null(job.Move());
        job.Pass(4);
        Assert.Null(job.Move());
        job.Pass(1);
        Assert.Contains("checkpoint 1 is not complete yet", job.Move(), StringComparison.Ordinal);
        var told = job.Effects.Count;
        job.Fail(1);
        Assert.Contains("Checkpoint 1, at which all were to stand still, did not complete (RegionStopped)", job.ToldOfMove(told), StringComparison.Ordinal);
        Assert.Contains("not all of its subtasks run", job.Move(), StringComparison.Ordinal);
        job.Pass(1);
        Assert.Contains("Checkpoint 1, at which all were to stand still, did not complete (RegionStopped)", job.Move(), StringComparison.Ordinal);
        job.Complete();
        Assert.Equal((JobStatus.Running, 1, (2, 3)), (job.Core.Status, job.Core.Record.FailureCount, job.Attempts));
    }

    [Fact]
    public void A_coordinator_that_is_lost_before_it_decided_is_followed_by_one_that_goes_on_at_what_the_job_had()
    {
        var job = new JobDriver(takesCheckpoints: true, isFixed: false);
        job.Rescale(2);
        job.Complete(isLost: true);
        job.Begin();
        Assert.Equal((JobStatus.Running, 0, (2, 2), 1), (job.Core.Status, job.Core.Record.FailureCount, job.Attempts, job.Core.Record.Job!.Parallelism!.Parallelism));
        Assert.True(Assert.Single(job.Core.Rescales) is { Why: RescaleCause.Interrupted, EndedAt: not null, Pause: not null });
    }

    [Fact]
    public void What_it_took_is_in_the_journal_for_the_next_coordinator()
    {
        var job = new JobDriver(takesCheckpoints: true, isFixed: false);
        job.Rescale(2);
        job.Complete(partBytes: 100);
        job.Rescale(1);
        job.Fail(0);
        job.Pass(1);
        var told = job.Core.Rescales;
        job.Begin();
        Assert.Equal(told, job.Core.Rescales);
        Assert.Equal([(2, 1, false, true), (1, 2, true, false)], told.Select(r => (r.From, r.To, r.Pause is not null, r.Failure is not null)));
        Assert.All(told, r => Assert.Equal((job.Now, false), (r.EndedAt!.Value + TimeSpan.FromSeconds(1), r.IsUnderWay)));
    }

    [Fact]
    public void One_whose_coordinator_is_lost_before_all_run_again_is_told_to_the_end_by_the_next_one()
    {
        var job = new JobDriver(takesCheckpoints: true, isFixed: false);
        job.Rescale(2);
        job.Pass(1);
        job.StopsAt = SubtaskPhase.Deployed;
        job.Complete(partBytes: 100);
        job.Pass(2);
        job.Begin();
        var underWay = Assert.Single(job.Core.Rescales);
        Assert.True(underWay is { IsUnderWay: true, EndedAt: null, Pause: null, BytesMoved: > 0 });
        Assert.Contains("from a parallelism of 1 to 2 already", Assert.Single(job.Rescale(3)).Text, StringComparison.Ordinal);
        job.Pass(4);
        job.StopsAt = null;
        job.Pass(8);
        var done = Assert.Single(job.Core.Rescales);
        Assert.Equal(underWay with { IsUnderWay = false, EndedAt = job.Now, Pause = done.Pause }, done);
        Assert.Equal((1, 14), (Math.Round((done.Pause!.Align + done.Pause.Snapshot).TotalSeconds), (done.Pause.Move + done.Pause.Restore + done.Pause.Resume).TotalSeconds));
        Assert.Equal(done, Assert.Single(job.Journal.OfType<RescaleEnded>()).Line);
    }

    [Fact]
    public void One_that_another_run_of_the_process_goes_on_with_has_no_pause()
    {
        var job = new JobDriver(takesCheckpoints: true, isFixed: false);
        job.Rescale(2);
        job.StopsAt = SubtaskPhase.Deployed;
        job.Complete();
        job.StopsAt = null;
        job.Begin(isResumed: true);
        Assert.Equal(JobStatus.Running, job.Core.Status);
        Assert.Equal((false, null, null), Assert.Single(job.Core.Rescales.Select(r => (r.IsUnderWay, r.EndedAt, r.Pause))));
        Assert.Empty(job.Journal.OfType<RescaleEnded>());
    }

    [Fact]
    public void One_of_an_ended_job_is_over_too()
    {
        var job = new JobDriver(takesCheckpoints: true, restarts: 0, isFixed: false);
        job.Rescale(2);
        job.StopsAt = SubtaskPhase.Deployed;
        job.Complete();
        job.Fail(0);
        Assert.Equal(JobStatus.Failed, job.Core.Record.End);
        Assert.Contains("has ended: Failed", Assert.Single(job.Core.Rescales).Failure, StringComparison.Ordinal);
    }
}

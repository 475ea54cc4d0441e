using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Subtasks;
using static FlowActors.Runtime.Control.Coordination.CoordinatorEvents;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>What begins again after a failure, step by step; random lives are under the schedules of the simulation.</summary>
public sealed class RegionFailoverTests
{
    [Fact]
    public void A_region_that_fails_begins_again_while_the_other_one_goes_on()
    {
        var job = new JobDriver();
        Assert.Equal(JobStatus.Running, job.Core.Status);
        job.Fail(1);
        Assert.Equal((false, true), (job.WasStopped(0), job.WasStopped(1)));
        Assert.Equal(JobStatus.Restarting, job.Core.Status);
        job.Pass(0.5);
        Assert.Equal((1, 1), job.Attempts);
        job.Pass(0.5);
        Assert.Equal((1, 2), job.Attempts);
        Assert.Equal(JobStatus.Running, job.Core.Status);
        job.End(0);
        job.End(1);
        Assert.Equal(JobStatus.Finished, job.Core.Record.End);
    }

    [Fact]
    public void Another_region_that_fails_meanwhile_begins_again_with_the_first_one()
    {
        var job = new JobDriver();
        job.Fail(1);
        job.Pass(0.5);
        job.Fail(0);
        job.Pass(0.5);
        Assert.Equal((1, 1), job.Attempts);
        job.Pass(0.5);
        Assert.Equal((2, 2), job.Attempts);
        Assert.Equal(2, job.Core.Record.FailureCount);
        Assert.Equal(JobStatus.Running, job.Core.Status);
    }

    [Fact]
    public void What_a_region_waits_for_is_told_until_it_has_its_place()
    {
        var job = new JobDriver { Refuses = false, SlotsMax = 1 };
        job.Fail(1);
        job.Pass(1);
        Assert.Equal("It waits for slots.", Assert.IsType<JobPhase.Placing>(job.Core.Phase).Awaits);
        var asked = job.Effects.OfType<CoordinatorEffect.Place>().Last().Request;
        job.Say(new PlacementDelayed(job.Core.Record.Job!.Id, asked - 1, "It was another request."));
        Assert.Equal("It waits for slots.", Assert.IsType<JobPhase.Placing>(job.Core.Phase).Awaits);
        // It has asked again, and has no answer yet.
        Assert.Single(job.Core.Handle(Tick.Instance, job.Now.AddSeconds(1)).Effects.OfType<CoordinatorEffect.Place>());
        Assert.Equal("It waits for slots.", Assert.IsType<JobPhase.Placing>(job.Core.Phase).Awaits);
        job.SlotsMax = 2;
        job.Pass(2);
        Assert.Equal(JobStatus.Running, job.Core.Status);
    }

    [Fact]
    public void A_node_that_is_lost_is_one_failure_of_the_regions_that_have_something_there()
    {
        var job = new JobDriver();
        job.Say(new NodeLost("b"));
        job.Pass(1);
        Assert.Equal((2, 1), job.Attempts);
        job.Say(new NodeLost("a"));
        job.Pass(1);
        Assert.Equal((3, 2), job.Attempts);
        Assert.Equal(2, job.Core.Record.FailureCount);
    }

    [Fact]
    public void A_coordinator_that_is_made_anew_leads_on_what_runs_and_starts_what_waits()
    {
        var job = new JobDriver();
        job.Fail(1);
        job.Forget();
        job.Begin();
        Assert.Equal((1, 1), job.Attempts);
        job.Pass(1);
        Assert.Equal((1, 2), job.Attempts);
        Assert.False(job.WasStopped(0));
        Assert.Equal(JobStatus.Running, job.Core.Status);
        Assert.Equal(1, job.Core.Record.FailureCount);
    }

    [Fact]
    public void The_restarts_are_those_of_the_job_and_all_of_it_ends_when_they_are_used_up()
    {
        var job = new JobDriver(restarts: 1);
        job.Fail(0);
        job.Pass(1);
        job.Forget();
        job.Fail(1);
        Assert.True(job.WasStopped(0) && job.WasStopped(1));
        Assert.Equal(JobStatus.Failed, job.Core.Record.End);
    }

    [Fact]
    public void A_failure_that_is_final_ends_all()
    {
        var job = new JobDriver();
        job.Fail(1, FailureKind.Final);
        Assert.True(job.WasStopped(0));
        Assert.Equal(JobStatus.Failed, job.Core.Record.End);
    }

    [Fact]
    public void A_cancel_while_a_region_waits_ends_the_others()
    {
        var job = new JobDriver();
        job.Fail(1);
        job.Say(new CancelJob(job.Core.Record.Job!.Id));
        Assert.True(job.WasStopped(0));
        Assert.Equal(JobStatus.Cancelled, job.Core.Record.End);
    }

    [Fact]
    public void All_begin_again_where_the_setting_says_so()
    {
        var job = new JobDriver(restartsRegions: false);
        job.Fail(1);
        job.Pass(1);
        Assert.Equal((2, 2), job.Attempts);
    }

    [Fact]
    public void Sources_that_have_ended_their_input_for_a_savepoint_begin_again_when_a_region_fails_before_it_is_complete()
    {
        var job = new JobDriver(takesCheckpoints: true);
        job.Say(new CheckpointMessages.RequestCheckpoint(1, CheckpointKind.DrainWithSavepoint, "/savepoints/1"));
        job.Fail(1);
        job.Pass(1);
        Assert.Equal((2, 2), job.Attempts);
        Assert.IsType<CheckpointOutcome.Aborted>(Assert.Single(job.Effects.OfType<CoordinatorEffect.AnswerCheckpoint>()).Outcome);
    }

    [Fact]
    public void Sources_that_stand_still_for_a_savepoint_go_on_when_a_region_fails_before_it_is_complete()
    {
        var job = new JobDriver(takesCheckpoints: true);
        job.Say(new CheckpointMessages.RequestCheckpoint(1, CheckpointKind.StopWithSavepoint, "/savepoints/1"));
        job.Fail(1);
        Assert.Contains(job.Sent, s => s.Command is Runtime.Control.Nodes.NodeAgentProtocol.EndCheckpoint { IsComplete: false, Attempt.Region: 0 });
        job.Pass(1);
        Assert.Equal((1, 2), job.Attempts);
        Assert.IsType<CheckpointOutcome.Aborted>(Assert.Single(job.Effects.OfType<CoordinatorEffect.AnswerCheckpoint>()).Outcome);
    }

    [Fact]
    public void A_region_that_has_finished_stays_so_when_another_one_fails_in_its_commit()
    {
        var job = new JobDriver { FinishesOf = [0] };
        job.End(0);
        job.End(1);
        Assert.Null(job.Core.Record.End);
        job.Fail(1);
        job.Pass(1);
        Assert.Equal((1, 2), job.Attempts);
        job.Begin();
        job.FinishesOf = [0, 1];
        job.End(1);
        Assert.Equal(JobStatus.Finished, job.Core.Record.End);
        Assert.Equal((1, 2), job.Attempts);
        Assert.Equal(2, job.Journal.OfType<CommitStarted>().Count());
    }
}

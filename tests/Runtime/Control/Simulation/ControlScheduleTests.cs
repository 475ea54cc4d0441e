using CsCheck;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Control.Simulation;

/// <summary>What holds of the control plane under every schedule. A failure prints the seed of its simulation.</summary>
public sealed class ControlScheduleTests
{
    private static readonly Faults All = new(BadNetwork: true, Failures: true, Cancel: true, NodeLoss: true, ControlLoss: true, JournalLoss: true);

    [Fact]
    public void Without_faults_every_job_finishes_in_its_first_attempts() => Sample(new Faults(), run => Assert.All(run.Jobs, job =>
    {
        var record = run.RecordOf(job.Spec.Id);
        Assert.Equal(JobStatus.Finished, record.End);
        Assert.Equal(1, record.Attempt);
        Assert.Equal(job.Graph.SubtaskCount, record.Accumulators["n"].Long);
    }));

    [Fact]
    public void Every_job_ends_every_subtask_is_stopped_and_no_slot_leaks() => Sample(All, AssertQuiet);

    // A deployment that was repeated while its subtask failed brought another entity into being, which nobody stopped: it was
    // heard of after the failure, or before.
    [Theory]
    [InlineData(-29483688)]
    [InlineData(-495929044)]
    public void Schedules_that_went_wrong_once_end_well(int seed) => AssertQuiet(new ControlSimulation(seed, All));

    [Fact]
    public void One_attempt_of_a_region_at_most_works() => Sample(
        All with { BadNetwork = false, NodeLoss = false }, run => Assert.All(run.Jobs, job => Assert.InRange(job.WorkingAttemptsMax, 0, 1)));

    [Fact]
    public void A_control_plane_that_is_lost_again_and_again_costs_no_attempt() => Sample(
        new Faults(BadNetwork: false, ControlLoss: true, JournalLoss: true), run => Assert.All(run.Jobs, job =>
        {
            var record = run.RecordOf(job.Spec.Id);
            Assert.Equal(JobStatus.Finished, record.End);
            Assert.Equal(1, record.Attempt);
            Assert.Empty(record.Failures);
            Assert.Equal(job.Graph.SubtaskCount, record.Accumulators["n"].Long);
        }));

    [Fact]
    public void Attempts_are_taken_up_by_coordinators_that_did_not_start_them()
    {
        var taken = 0;
        Sample(new Faults(ControlLoss: true), run => taken += run.TakenUp);
        Assert.InRange(taken, 100, int.MaxValue);
    }

    [Fact]
    public void A_cancelled_job_ends_as_cancelled() => Sample(All, run => Assert.All(run.Jobs, job =>
    {
        var record = run.RecordOf(job.Spec.Id);
        if (!job.WasCancelled) Assert.NotEqual(JobStatus.Cancelled, record.End);
        if (record.CancelRequested) Assert.Equal(JobStatus.Cancelled, record.End);
    }));

    [Fact]
    public void A_commit_is_written_down_before_a_job_finishes() => Sample(All, run => Assert.All(run.Jobs, job =>
    {
        var journal = run.JournalOf(job.Spec.Id);
        if (run.RecordOf(job.Spec.Id).End == JobStatus.Finished) Assert.Contains(journal, e => e is CoordinatorEvents.CommitStarted);
        Assert.IsType<CoordinatorEvents.JobSubmitted>(journal[0]);
        Assert.Equal(1, journal.Count(e => e is CoordinatorEvents.JobFinished or CoordinatorEvents.JobFailed or CoordinatorEvents.JobCancelled));
        var started = journal.OfType<CoordinatorEvents.AttemptStarted>().GroupBy(e => e.Region);
        Assert.All(started, region => Assert.Equal(Enumerable.Range(1, region.Count()), region.Select(e => e.Attempt)));
    }));

    [Fact]
    public void What_is_visible_of_a_job_that_has_finished_is_all_of_its_last_attempts_and_what_was_visible_was_written_down_before() => Sample(All, run => Assert.All(run.Jobs, job =>
    {
        var record = run.RecordOf(job.Spec.Id);
        if (!run.JournalOf(job.Spec.Id).Any(e => e is CoordinatorEvents.CommitStarted)) Assert.Empty(job.Committed);
        if (record.End != JobStatus.Finished) return;
        Assert.All(job.Graph.Subtasks, s => Assert.Contains(
            new SubtaskId(job.Spec.Id, record.Attempts[job.Graph.RegionOf(s.Vertex.Id)], s.Vertex.Id, s.Index), job.Committed));
    }));

    [Fact]
    public void Failures_on_a_good_network_restart_the_job_as_often_as_allowed() => Sample(new Faults(Failures: true), run => Assert.All(run.Jobs, job =>
    {
        var record = run.RecordOf(job.Spec.Id);
        Assert.All(record.Failures, f => Assert.Equal("boom", f.Cause.Message));
        Assert.Equal(record.Failures.Count <= 3 ? JobStatus.Finished : JobStatus.Failed, record.End);
        Assert.InRange(record.Attempt, 1, Math.Min(record.Failures.Count, 3) + 1);
    }));

    [Fact]
    public void Jobs_that_take_checkpoints_end_and_leave_no_files_but_those_that_are_kept() =>
        Sample(All with { Checkpoints = true, ProcessLoss = true }, AssertEndsWithCheckpoints);

    [Fact]
    public void Checkpoints_complete_and_attempts_begin_with_them()
    {
        var (completed, restored) = (0, 0);
        Sample(new Faults(Failures: true) { Checkpoints = true }, run =>
        {
            completed += run.Jobs.Sum(j => j.Watch.Completed);
            restored += run.Jobs.Sum(j => j.Watch.Restored);
        });
        Assert.InRange(completed, 200, int.MaxValue);
        Assert.InRange(restored, 50, int.MaxValue);
    }

    [Fact]
    public void A_region_in_which_nothing_has_failed_is_never_started_again()
    {
        var (restarted, undisturbed) = (0, 0);
        void Check(ControlSimulation run) => Assert.All(run.Jobs, job =>
        {
            // Where too many checkpoints have failed, or sources had ended their input for one, all regions begin again.
            var record = run.RecordOf(job.Spec.Id);
            var failures = run.JournalOf(job.Spec.Id).OfType<CoordinatorEvents.AttemptFailed>().ToList();
            if (failures.Any(e => e.Failure.Cause.Kind == FailureKind.CheckpointFailed || e.Regions is null)) return;
            var failed = job.FailedRegions.Union(failures.Select(e => e.Failure.Region));
            Assert.All(record.Attempts.Where(a => a.Value > 1), a => Assert.Contains(a.Key, failed));
            restarted += record.Attempts.Count(a => a.Value > 1);
            undisturbed += record.Attempts.Values.Any(a => a > 1) ? record.Attempts.Count(a => a.Value == 1) : 0;
        });
        Sample(new Faults(Failures: true), Check);
        Sample(new Faults(Failures: true) { Checkpoints = true }, Check);
        Sample(new Faults(Failures: true, BadNetwork: true) { Checkpoints = true }, Check);
        Assert.InRange(restarted, 100, int.MaxValue);
        Assert.InRange(undisturbed, 100, int.MaxValue);
    }

    [Fact]
    public void Records_are_shown_once_each_whatever_fails()
    {
        var shown = 0;
        Sample(All with { Checkpoints = true }, run =>
        {
            AssertEndsWithCheckpoints(run);
            shown += run.Jobs.Sum(j => j.Output.Shown);
        });
        Assert.InRange(shown, 1_000, int.MaxValue);
    }

    [Fact]
    public void A_rescale_is_no_failure_and_loses_and_repeats_nothing()
    {
        var rescaled = 0;
        Sample(new Faults { Checkpoints = true, Rescales = true }, run =>
        {
            AssertEndsWithCheckpoints(run);
            rescaled += run.Jobs.Sum(j => j.Watch.Rescaled);
            Assert.All(run.Jobs, job =>
            {
                var record = run.RecordOf(job.Spec.Id);
                Assert.Empty(record.Failures);
                if (record.Rescales is { } all) Assert.Equal((record.Job!.Parallelism!.Parallelism, all.Count + 1), (all[^1].To, record.Attempt));
            });
            var told = run.RescaleNews.ToLookup(n => n.Request, n => n.Step);
            Assert.All(told.Where(t => t.First() == RescaleStep.Begun), t => Assert.True(t.Count() == 2 && t.Last() is RescaleStep.Done or RescaleStep.Failed));
        }, 100);
        Assert.InRange(rescaled, 50, int.MaxValue);
    }

    [Fact]
    public void Jobs_that_are_rescaled_show_each_record_once_whatever_fails()
    {
        var (rescaled, cutShort) = (0, 0);
        Sample(All with { Checkpoints = true, Rescales = true, ProcessLoss = true }, run =>
        {
            AssertEndsWithCheckpoints(run);
            rescaled += run.Jobs.Sum(j => j.Watch.Rescaled);
            cutShort += run.Jobs.Sum(j => run.JournalOf(j.Spec.Id).Count(e => e is CoordinatorEvents.Rescaled { Why: RescaleCause.Interrupted }));
        }, 1000);
        Assert.InRange(rescaled, 10, int.MaxValue);
        Assert.InRange(cutShort, 1, int.MaxValue);
    }

    // A timeout would take 10 min.
    [Fact]
    public void What_is_lost_on_its_way_costs_no_timeout_of_a_checkpoint() => Sample(new Faults(BadNetwork: true) { Checkpoints = true }, run => Assert.All(run.Jobs, job =>
    {
        var record = run.RecordOf(job.Spec.Id);
        Assert.DoesNotContain(record.Failures, f => f.Cause.Kind == FailureKind.CheckpointFailed);
        Assert.InRange(record.EndedAt!.Value - record.SubmittedAt, TimeSpan.Zero, TimeSpan.FromMinutes(8));
    }));

    private static void AssertEndsWithCheckpoints(ControlSimulation run)
    {
        AssertQuiet(run);
        Assert.All(run.Jobs, job => job.Watch.CheckEnd(run.RecordOf(job.Spec.Id)));
    }

    private static void AssertQuiet(ControlSimulation run) => Assert.True(
        run.IsQuiet,
        string.Join("; ", run.Jobs.Select(j => run.RecordOf(j.Spec.Id)).Select(r => $"{r.Job?.Id} {r.End} open={r.IsOpen}"))
            + $"; alive: {run.Nodes.Sum(n => n.Subtasks.Count)}; taken: {run.Manager.Placements.Taken}\n{run.Trace}");

    private static void Sample(Faults faults, Action<ControlSimulation> check, int runs = 200) =>
        Seeded.Check(Gen.Int, seed => check(new ControlSimulation(seed, faults)), runs);
}

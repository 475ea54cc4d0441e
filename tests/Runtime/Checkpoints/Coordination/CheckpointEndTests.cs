using FlowActors.Runtime.Checkpoints.Coordination;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEffect;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEvents;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

/// <summary>Savepoints, and what ends or suspends a job.</summary>
public sealed class CheckpointEndTests
{
    [Fact]
    public void A_savepoint_neither_notifies_nor_subsumes_nor_serves_a_restart_and_its_files_stay()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Complete(1);
        driver.Request(CheckpointKind.Savepoint);
        driver.Complete(2, CheckpointKind.Savepoint);
        Assert.IsType<CheckpointOutcome.Completed>(Assert.Single(driver.Got<Answer>()).Outcome);
        Assert.Empty(driver.Got<NotifyComplete>());
        Assert.Empty(driver.Deleted);
        Assert.Equal(1, driver.Core.Record.Latest!.Id);
        driver.Acknowledge(2, new(0, 0), CheckpointKind.Savepoint);
        Assert.Empty(driver.Effects);
    }

    [Fact]
    public void What_is_asked_for_waits_for_its_turn_and_at_most_so_many()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        for (var i = 0; i < CheckpointCore.QueueMax; i++) driver.Request((CheckpointKind)(i % 2), i);
        Assert.Equal(1, driver.Last);
        driver.Request(CheckpointKind.Checkpoint, 999);
        Assert.Equal(RefusalReason.QueueFull, CheckpointCoreTests.RefusalOf(driver));
        driver.Complete(1);
        Assert.Equal(2, driver.Last);
        driver.Say(new RegionStopped(0, 1));
        Assert.Equal(CheckpointCore.QueueMax, driver.Got<Answer>().Count);
        Assert.Equal(AbortReason.RegionStopped, Assert.IsType<CheckpointOutcome.Aborted>(driver.Got<Answer>()[0].Outcome).Reason);
        Assert.All(driver.Got<Answer>().Skip(1), a => Assert.Equal(new CheckpointOutcome.Refused(RefusalReason.NotAllRunning), a.Outcome));
    }

    [Fact]
    public void A_savepoint_is_aligned_and_reuses_nothing_and_a_checkpoint_is_as_the_mode_says()
    {
        var driver = new CheckpointDriver(new CheckpointSettings { Interval = TimeSpan.FromSeconds(10), Mode = CheckpointMode.Unaligned });
        driver.Pass(10);
        Assert.Equal(CheckpointMode.Unaligned, Assert.Single(driver.Got<EnterBarrier>()).Options.Mode);
        driver.Complete(1);
        driver.Request(CheckpointKind.Savepoint);
        Assert.Equal(new BarrierOptions(CheckpointKind.Savepoint, CheckpointMode.Aligned, null), Assert.Single(driver.Got<EnterBarrier>()).Options);
        driver.Acknowledge(2, new(0, 0), CheckpointKind.Savepoint, new FileReference("1-0-0-1", 10, IsReused: true));
        Assert.Equal(AbortReason.UnknownFile, Assert.IsType<CheckpointOutcome.Aborted>(Assert.Single(driver.Got<Answer>()).Outcome).Reason);
        Assert.Equal(["2-e0"], driver.Deleted);
    }

    [Fact]
    public void An_alignment_that_takes_too_long_ends_for_all_subtasks_and_what_is_repeated_overtakes_too()
    {
        var second = TimeSpan.FromSeconds(1);
        var driver = new CheckpointDriver(new CheckpointSettings { Interval = 10 * second, Mode = CheckpointMode.AlignedWithTimeout, AlignmentTimeout = 3 * second });
        driver.Pass(10);
        var first = Assert.Single(driver.Got<EnterBarrier>());
        Assert.Equal((CheckpointMode.AlignedWithTimeout, 2), (first.Options.Mode, first.Subtasks.Count));
        Assert.Equal(driver.Now + (3 * second), driver.Core.WakeAt);
        driver.Acknowledge(1, new(0, 0));
        driver.Pass(2);
        Assert.Empty(driver.Got<EnterBarrier>());
        driver.Pass(1);
        // Those that have taken part, too: they say where the barrier is.
        var overtaking = Assert.Single(driver.Got<EnterBarrier>());
        Assert.Equal(CheckpointMode.Unaligned, overtaking.Options.Mode);
        Assert.Equal(CheckpointDriver.All, overtaking.Subtasks);
        driver.Pass(1);
        Assert.Empty(driver.Got<EnterBarrier>());
        var awaited = Assert.Single(driver.Core.Awaited);
        Assert.Equal(CheckpointMode.Unaligned, awaited.Barrier.Options.Mode);
        Assert.Equal(4, awaited.Barrier.Subtasks.Count);
        driver.Request(CheckpointKind.Savepoint);
        foreach (var subtask in CheckpointDriver.All.Skip(1)) driver.Acknowledge(1, subtask);
        driver.Say(new MetadataWritten(1, new FileReference("1-m", 10)));
        Assert.Equal(CheckpointMode.Aligned, Assert.Single(driver.AllEffects.OfType<EnterBarrier>(), e => e.Options.Kind == CheckpointKind.Savepoint).Options.Mode);
        driver.Pass(5);
        Assert.DoesNotContain(driver.AllEffects.OfType<EnterBarrier>(), e => e is { Checkpoint: 2, Options.Mode: CheckpointMode.Unaligned });
    }

    [Fact]
    public void Requests_are_refused_while_not_all_run_and_while_the_job_ends()
    {
        var driver = new CheckpointDriver(starts: false);
        driver.Request(CheckpointKind.Savepoint);
        Assert.Equal(RefusalReason.NotAllRunning, CheckpointCoreTests.RefusalOf(driver));
        driver.Say(new RegionStarted(0, 1, []));
        driver.Request(CheckpointKind.StopWithSavepoint);
        driver.Request(CheckpointKind.Savepoint, 2);
        Assert.Equal(RefusalReason.JobEnding, CheckpointCoreTests.RefusalOf(driver));
    }

    [Theory]
    [InlineData(CheckpointKind.StopWithSavepoint)]
    [InlineData(CheckpointKind.DrainWithSavepoint)]
    public void A_stop_with_savepoint_commits_ends_the_job_and_is_what_a_restart_takes(object given)
    {
        var kind = (CheckpointKind)given;
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Complete(1);
        driver.Complete(driver.Request(kind), kind);
        Assert.Equal(2, Assert.Single(driver.Got<NotifyComplete>()).Checkpoint);
        Assert.Equal(new EndJob(2, kind), Assert.Single(driver.Got<EndJob>()));
        Assert.Equal(2, driver.Core.Record.Latest!.Id);
        driver.Pass(100);
        Assert.Equal(2, driver.Last);

        // A failure while it commits: what follows commits again and ends.
        driver.Say(new RegionStopped(0, 1));
        driver.Say(new RegionStarted(0, 2, []));
        Assert.Equal([new NotifyComplete(2), new EndJob(2, kind)], driver.Effects);
    }

    [Theory]
    [InlineData(CheckpointKind.StopWithSavepoint, 0)]
    [InlineData(CheckpointKind.DrainWithSavepoint, 1)]
    public void A_job_goes_on_after_a_stop_that_failed_but_not_when_its_input_has_ended(object given, int failed)
    {
        var kind = (CheckpointKind)given;
        var driver = new CheckpointDriver();
        driver.Request(kind);
        driver.Say(new Declined(1, 1, new(0, 0), IsAsyncPhase: false, "no"));
        Assert.Equal(kind, Assert.Single(driver.Got<NotifyAborted>()).Kind);
        Assert.Equal(failed, driver.Got<FailJob>().Count);
        driver.Pass(10);
        Assert.Equal(2, driver.Last);
    }

    [Fact]
    public void A_drain_that_fails_before_a_source_heard_of_it_fails_nothing()
    {
        var driver = new CheckpointDriver { AnswersForEnumerators = false };
        driver.Request(CheckpointKind.DrainWithSavepoint);
        driver.Say(new EnumeratorFailed(1, 1, 0, "boom"));
        Assert.Empty(driver.Got<FailJob>());
    }

    [Fact]
    public void A_suspended_job_takes_no_checkpoint_until_it_goes_on()
    {
        var driver = new CheckpointDriver();
        driver.Complete(driver.Request(CheckpointKind.Suspend), CheckpointKind.Suspend);
        Assert.Single(driver.Got<Suspended>());
        driver.Request(CheckpointKind.Savepoint, 2);
        Assert.Equal(RefusalReason.Suspended, CheckpointCoreTests.RefusalOf(driver));
        driver.Pass(100);
        Assert.Equal(1, driver.Last);
        driver.Say(new Resumed());
        Assert.Equal(2, driver.Last);
    }

    [Fact]
    public void When_all_input_has_ended_a_final_checkpoint_ends_the_job()
    {
        var driver = new CheckpointDriver(new CheckpointSettings());
        foreach (var subtask in CheckpointDriver.All) driver.Say(new SubtaskEnded(subtask, 1));
        var entered = Assert.Single(driver.Got<EnterBarrier>());
        Assert.Equal(CheckpointKind.Final, entered.Options.Kind);
        Assert.Equal(CheckpointDriver.All, entered.Subtasks);
        driver.Complete(1, CheckpointKind.Final);
        Assert.Equal(new EndJob(1, CheckpointKind.Final), Assert.Single(driver.Got<EndJob>()));
        foreach (var subtask in CheckpointDriver.All) driver.Say(new SubtaskFinished(subtask, 1));
        Assert.Equal(1, driver.Last);
    }

    [Fact]
    public void The_final_checkpoint_waits_for_the_one_under_way_and_is_tried_again()
    {
        var driver = new CheckpointDriver(new CheckpointSettings { Interval = TimeSpan.FromSeconds(10), TolerableFailures = 1 });
        driver.Pass(10);
        foreach (var subtask in CheckpointDriver.All) driver.Say(new SubtaskEnded(subtask, 1));
        Assert.Equal(1, driver.Last);
        driver.Complete(1);
        Assert.Equal(2, driver.Last);
        driver.AcknowledgeAll(2, CheckpointKind.Final);
        driver.Say(new MetadataFailed(2, "disk full"));
        Assert.Equal(2, driver.Last);
        driver.Pass(1);
        Assert.Equal(3, driver.Last);
    }

    [Fact]
    public void When_the_job_has_ended_its_checkpoints_are_deleted_unless_they_are_kept_and_nothing_follows()
    {
        foreach (var keeps in new[] { true, false })
        {
            var driver = new CheckpointDriver();
            driver.Pass(10);
            driver.Complete(1);
            driver.Pass(10);
            driver.Acknowledge(2, new(0, 0));
            driver.Say(new JobEnded(keeps));
            Assert.Equal(keeps ? 2 : 9, driver.Deleted.Count);
            driver.Acknowledge(2, new(0, 1));
            driver.Pass(1000);
            Assert.Empty(driver.Effects);
            Assert.Null(driver.Core.WakeAt);
        }
    }

    [Fact]
    public void A_core_made_anew_sweeps_aborts_and_tells_the_last_one_again_and_no_number_is_used_twice()
    {
        var first = new CheckpointDriver();
        first.Pass(10);
        first.Complete(1);
        first.Pass(10);
        var second = new CheckpointDriver(journal: first.Journal, starts: false);
        Assert.Equal(["1-0-0-1", "1-meta"], second.Got<Sweep>().Single().Kept.Order(StringComparer.Ordinal));
        Assert.Equal(1, second.Got<NotifyComplete>().Single().Checkpoint);
        second.Say(new RegionStarted(0, 1, []));
        second.Pass(10);
        Assert.True(second.Last > first.Last);
        Assert.Equal(second.Got<SnapshotEnumerators>().Single().Checkpoint, second.Last);
        Assert.InRange(second.Last, second.Got<SnapshotEnumerators>().Single().Checkpoint, long.MaxValue);
    }

    [Fact]
    public void Nothing_is_swept_while_a_kept_checkpoint_cannot_be_read()
    {
        var first = new CheckpointDriver();
        first.Pass(10);
        first.Complete(1);
        var core = new CheckpointCore(new CheckpointSettings(), CheckpointDriver.Graph);
        foreach (var decision in first.Journal) core.Replay(decision);
        var step = core.Start(new Dictionary<long, IReadOnlyList<FileReference>>(), CheckpointDriver.Noon);
        Assert.DoesNotContain(step.Effects, e => e is Sweep);
    }

    [Fact]
    public void Who_takes_a_job_up_deletes_nothing_without_a_decision_that_whoever_completes_a_checkpoint_meanwhile_would_forestall()
    {
        var frozen = new CheckpointDriver();
        frozen.Pass(10);
        frozen.Complete(1);
        var files = frozen.Core.Record.Kept.ToDictionary(c => c.Id, c => (IReadOnlyList<FileReference>)[c.Metadata]);
        var step = Successor().Start(files, CheckpointDriver.Noon);
        Assert.Contains(step.Effects, e => e is Sweep);
        Assert.NotEmpty(step.Events);
        // Of a job that has ended nobody decides anything any more.
        Assert.Empty(Successor().Start(files, CheckpointDriver.Noon, hasEnded: true).Events);

        CheckpointCore Successor()
        {
            var core = new CheckpointCore(new CheckpointSettings(), CheckpointDriver.Graph);
            foreach (var decision in frozen.Journal) core.Replay(decision);
            return core;
        }
    }

    [Theory]
    [InlineData(CheckpointKind.StopWithSavepoint)]
    [InlineData(CheckpointKind.Suspend)]
    public void Who_takes_up_a_job_that_stands_still_at_a_complete_checkpoint_leaves_it_out_of_what_is_aborted(object given)
    {
        var kind = (CheckpointKind)given;
        var lost = new CheckpointDriver();
        lost.Request(kind);
        lost.Complete(1, kind);
        var successor = new CheckpointDriver(journal: lost.Journal, starts: false);
        var aborted = Assert.Single(successor.Got<AbortBelow>()).Checkpoint - 1;
        Assert.InRange(aborted, 2, long.MaxValue);
        Assert.Equal([1L], successor.Core.UnderWayBelow(aborted));
    }

    [Fact]
    public void What_was_claimed_is_deleted_at_each_start_until_it_is_known_to_be_gone()
    {
        List<ICheckpointEvent> journal = [new SnapshotClaimed(new ClaimedSnapshot("/savepoints/1", "00112233445566778899aabbccddeeff", 7))];
        foreach (var isLast in new[] { false, false, true })
        {
            var driver = new CheckpointDriver(journal: journal);
            driver.Pass(10);
            driver.Complete(driver.Last);
            Assert.Single(driver.AllEffects.OfType<DeleteClaimed>());
            // Its coordinator may hear of that when the job has ended.
            if (isLast)
            {
                driver.Say(new JobEnded(KeepsCheckpoints: false));
                driver.Say(new ClaimedGone());
                driver.Say(new ClaimedGone());
                Assert.Single(driver.Journal.OfType<ClaimedDeleted>());
            }

            journal = [.. journal, .. driver.Journal];
        }

        var after = new CheckpointDriver(journal: journal);
        after.Say(new JobEnded(KeepsCheckpoints: false));
        Assert.Empty(after.AllEffects.OfType<DeleteClaimed>());
    }

    [Fact]
    public void A_core_that_is_made_anew_from_what_stands_for_the_journal_says_the_same()
    {
        var driver = new CheckpointDriver();
        for (var i = 0; i < 100; i++)
        {
            driver.Pass(10);
            driver.Complete(driver.Last);
        }

        var anew = new CheckpointDriver(journal: [new CheckpointsKept(driver.Core.Record)], starts: false);
        // It has reserved numbers of its own.
        Assert.InRange(anew.Core.Record.ReservedBelow, driver.Core.Record.ReservedBelow + 1, long.MaxValue);
        Assert.Equal(driver.Core.Record with { ReservedBelow = anew.Core.Record.ReservedBelow }, anew.Core.Record);
        Assert.Equal(100, driver.Core.Statistics.Completed);
        Assert.Equal(10, driver.Core.Statistics.History.Count);
    }
}

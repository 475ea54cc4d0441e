using FlowActors.Runtime.Checkpoints.Coordination;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEffect;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEvents;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

public sealed class CheckpointCoreTests
{
    private static readonly SubtaskNumber[] Sources = [new(0, 0), new(0, 1)];

    [Fact]
    public void Enumerators_are_taken_first_and_then_the_barrier_enters_at_the_sources()
    {
        var driver = new CheckpointDriver { AnswersForEnumerators = false };
        driver.Pass(9.9);
        Assert.Empty(driver.Effects);
        driver.Pass(0.1);
        var asked = Assert.IsType<SnapshotEnumerators>(Assert.Single(driver.Effects));
        Assert.Equal([0], asked.Vertices);
        driver.Say(new EnumeratorTaken(asked.Checkpoint, CheckpointKind.Checkpoint, 1, new EnumeratorPart(0, [])));
        Assert.Equal(Sources, Assert.IsType<EnterBarrier>(Assert.Single(driver.Effects)).Subtasks);
    }

    [Theory]
    [InlineData(14, 6)]
    [InlineData(31, 0)]
    public void The_interval_of_an_attempt_that_is_taken_up_goes_on(double lostFor, double left)
    {
        var earlier = new CheckpointDriver();
        earlier.Pass(10);
        earlier.Complete(1);
        var driver = new CheckpointDriver(journal: earlier.Journal, starts: false);
        driver.Pass(lostFor);
        driver.Say(new RegionStarted(0, 1, []) { IsTakenUp = true });
        driver.Pass(left);
        Assert.Equal(driver.Now, driver.Core.Pending.Single().TriggeredAt);
    }

    [Fact]
    public void A_checkpoint_is_complete_when_all_have_acknowledged_and_its_metadata_and_its_event_are_written()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        foreach (var subtask in CheckpointDriver.All) driver.Acknowledge(driver.Last, subtask);
        var content = Assert.Single(driver.Got<WriteMetadata>()).Content;
        Assert.Equal(CheckpointDriver.All, content.Subtasks.Select(s => s.Subtask));
        Assert.DoesNotContain(driver.Journal, e => e is CheckpointCompleted);
        driver.Say(new MetadataWritten(driver.Last, new FileReference("m", 5)));
        Assert.Equal(56, Assert.IsType<CheckpointCompleted>(driver.Journal[^1]).Checkpoint.Bytes);
        Assert.Equal(driver.Last, Assert.Single(driver.Got<NotifyComplete>()).Checkpoint);
        Assert.Equal(driver.Last, driver.Core.Record.Latest!.Id);
    }

    [Fact]
    public void The_barrier_enters_where_all_that_send_have_ended()
    {
        var driver = new CheckpointDriver();
        driver.Say(new SubtaskEnded(new(0, 0), 1));
        driver.Pass(10);
        Assert.Equal([new(0, 0), new(0, 1), new SubtaskNumber(1, 0)], Assert.Single(driver.Got<EnterBarrier>()).Subtasks);
    }

    [Fact]
    public void What_ends_before_the_barrier_reaches_it_takes_part_and_those_behind_it_are_asked_themselves()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Say(new SubtaskEnded(new(0, 0), 1));
        Assert.Equal([new SubtaskNumber(1, 0)], Assert.Single(driver.Got<EnterBarrier>()).Subtasks);
        driver.Complete(driver.Last);
        Assert.Single(driver.Got<NotifyComplete>());
    }

    [Fact]
    public void What_has_acknowledged_and_then_ends_is_not_asked_again()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Acknowledge(driver.Last, new(0, 0));
        driver.Acknowledge(driver.Last, new(1, 0));
        driver.Say(new SubtaskEnded(new(0, 0), 1));
        Assert.Empty(driver.Effects);
    }

    [Fact]
    public void Checkpoints_go_on_without_what_has_finished()
    {
        var driver = new CheckpointDriver();
        driver.Say(new SubtaskFinished(new(0, 0), 1));
        driver.Pass(10);
        Assert.Equal([new(0, 1), new SubtaskNumber(1, 0)], Assert.Single(driver.Got<EnterBarrier>()).Subtasks);
        foreach (var subtask in CheckpointDriver.All.Skip(1)) driver.Acknowledge(driver.Last, subtask);
        var finished = Assert.Single(Assert.Single(driver.Got<WriteMetadata>()).Content.Subtasks, s => s.IsFinished);
        Assert.Equal(new SubtaskNumber(0, 0), finished.Subtask);
    }

    [Fact]
    public void A_subtask_that_finishes_without_its_part_aborts_the_checkpoint_and_one_that_finishes_with_it_does_not()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Acknowledge(driver.Last, new(0, 0));
        driver.Say(new SubtaskFinished(new(0, 0), 1));
        Assert.Empty(driver.Got<NotifyAborted>());
        driver.Say(new SubtaskFinished(new(0, 1), 1));
        Assert.Single(driver.Got<NotifyAborted>());
        Assert.Empty(driver.Got<FailJob>());
    }

    [Fact]
    public void A_region_that_stops_aborts_what_is_under_way_and_what_its_attempt_acknowledges_is_deleted()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Acknowledge(1, new(0, 0));
        driver.Say(new RegionStopped(0, 1));
        Assert.Equal(["1-e0", "1-0-0-1"], driver.Deleted);
        Assert.Single(driver.Got<NotifyAborted>());
        driver.Acknowledge(1, new(0, 1));
        Assert.Equal(["1-0-1-1"], driver.Deleted);
        driver.Acknowledge(1, new(0, 1));
        Assert.Empty(driver.Effects);
    }

    [Fact]
    public void What_an_earlier_attempt_acknowledges_does_not_count()
    {
        var driver = new CheckpointDriver();
        driver.Say(new RegionStopped(0, 1));
        driver.Say(new RegionStarted(0, 2, []));
        driver.Started = 2;
        driver.Pass(10);
        driver.Started = 1;
        driver.Acknowledge(driver.Last, new(0, 0));
        Assert.Equal([$"{driver.Last}-0-0-1"], driver.Deleted);
        driver.Started = 2;
        driver.Complete(driver.Last);
        Assert.Single(driver.Got<NotifyComplete>());
    }

    [Fact]
    public void What_is_said_twice_counts_once()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        foreach (var subtask in CheckpointDriver.All.Concat(CheckpointDriver.All).SkipLast(1)) driver.Acknowledge(driver.Last, subtask);
        driver.Acknowledge(driver.Last, CheckpointDriver.All[^1]);
        Assert.Single(driver.AllEffects.OfType<WriteMetadata>());
        Assert.Empty(driver.AllEffects.OfType<Delete>());
        driver.Say(new MetadataWritten(driver.Last, new FileReference("m", 5)));
        driver.Say(new MetadataWritten(driver.Last, new FileReference("m", 5)));
        Assert.Empty(driver.Effects);
    }

    [Fact]
    public void A_checkpoint_that_takes_too_long_expires_and_fails_the_job_unless_that_is_tolerable()
    {
        var settings = new CheckpointSettings { Interval = TimeSpan.FromSeconds(10), Timeout = TimeSpan.FromSeconds(5), TolerableFailures = 1 };
        var driver = new CheckpointDriver(settings);
        driver.Pass(10);
        driver.Pass(5);
        Assert.Single(driver.Got<NotifyAborted>());
        Assert.Empty(driver.Got<FailJob>());
        driver.Pass(5);
        driver.Pass(5);
        Assert.Equal(AbortReason.Expired, Assert.Single(driver.Got<FailJob>()).Reason);
    }

    [Fact]
    public void Failures_count_in_a_row_only()
    {
        var driver = new CheckpointDriver(new CheckpointSettings { Interval = TimeSpan.FromSeconds(10), TolerableFailures = 1 });
        for (var i = 0; i < 3; i++)
        {
            driver.Pass(10);
            driver.Say(new Declined(driver.Last, 1, new(0, 0), IsAsyncPhase: true, "disk full"));
            driver.Pass(10);
            driver.Complete(driver.Last);
        }

        Assert.Empty(driver.AllEffects.OfType<FailJob>());
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_subtask_that_declines_aborts_and_counts_only_when_it_could_not_write(bool isAsyncPhase, int failed)
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Say(new Declined(driver.Last, 1, new(0, 0), isAsyncPhase, "disk full"));
        Assert.Single(driver.Got<NotifyAborted>());
        Assert.Equal(failed, driver.Got<FailJob>().Count);
    }

    [Fact]
    public void Enumerators_and_metadata_that_fail_abort_and_count()
    {
        var driver = new CheckpointDriver { AnswersForEnumerators = false };
        driver.Pass(10);
        driver.Say(new EnumeratorFailed(driver.Last, 1, 0, "boom"));
        Assert.Single(driver.Got<FailJob>());
        driver.AnswersForEnumerators = true;
        driver.Pass(10);
        driver.AcknowledgeAll(driver.Last);
        driver.Say(new MetadataFailed(driver.Last, "disk full"));
        Assert.Single(driver.Got<FailJob>());
        Assert.Equal(6, driver.Deleted.Count);
    }

    [Fact]
    public void Metadata_that_comes_after_its_checkpoint_was_aborted_is_deleted()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.AcknowledgeAll(driver.Last);
        driver.Pass(600);
        driver.Say(new MetadataWritten(1, new FileReference("m", 5)));
        Assert.Equal(["m"], driver.Deleted);
    }

    [Fact]
    public void The_pause_counts_from_the_completion()
    {
        var driver = new CheckpointDriver(new CheckpointSettings { Interval = TimeSpan.FromSeconds(10), MinPause = TimeSpan.FromSeconds(8) });
        driver.Pass(10);
        driver.Pass(5);
        driver.Complete(1);
        Assert.Equal(CheckpointDriver.Noon.AddSeconds(23), driver.Core.WakeAt);
        driver.Pass(7.9);
        Assert.Equal(1, driver.Last);
        driver.Pass(0.1);
        Assert.Equal(2, driver.Last);
    }

    [Fact]
    public void What_is_asked_for_does_not_wait_for_the_end_of_the_pause()
    {
        var driver = new CheckpointDriver(new CheckpointSettings { Interval = TimeSpan.FromSeconds(10), MinPause = TimeSpan.FromSeconds(8) });
        driver.Pass(10);
        driver.Complete(1);
        Assert.Equal(2, driver.Request(CheckpointKind.Checkpoint));
    }

    [Fact]
    public void What_is_due_while_another_is_under_way_begins_when_that_is_over()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Pass(25);
        Assert.Equal(1, driver.Last);
        driver.Complete(1);
        Assert.Equal(2, driver.Last);
    }

    [Fact]
    public void A_later_one_subsumes_those_before_it_but_no_savepoint()
    {
        var driver = new CheckpointDriver(new CheckpointSettings { Interval = TimeSpan.FromSeconds(10), MaxConcurrent = 3 });
        driver.Pass(10);
        driver.Request(CheckpointKind.Savepoint);
        driver.Pass(10);
        Assert.Equal(3, driver.Core.UnderWay);
        driver.Complete(3);
        Assert.Equal(1, Assert.Single(driver.Got<NotifyAborted>()).Checkpoint);
        Assert.Equal(1, driver.Core.UnderWay);
    }

    [Fact]
    public void Only_so_many_are_kept_and_what_only_the_others_refer_to_is_deleted()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Complete(1);
        driver.Pass(10);
        foreach (var subtask in CheckpointDriver.All.Skip(1)) driver.Acknowledge(2, subtask);
        driver.Acknowledge(2, new(0, 0), CheckpointKind.Checkpoint, new FileReference("1-0-0-1", 10, IsReused: true), new FileReference("2-0-0-1", 10));
        driver.Say(new MetadataWritten(2, new FileReference("2-meta", 5)));
        Assert.Equal([1], Assert.IsType<CheckpointsDropped>(driver.Journal[^1]).Checkpoints);
        Assert.Equal(["1-0-1-1", "1-1-0-1", "1-1-1-1", "1-2-0-1", "1-e0", "1-meta"], driver.Deleted.Order(StringComparer.Ordinal));
        driver.Pass(10);
        driver.Complete(3);
        Assert.Contains("1-0-0-1", driver.Deleted);
    }

    [Fact]
    public void What_one_under_way_may_reuse_stays_until_that_is_over()
    {
        var driver = new CheckpointDriver(new CheckpointSettings { Interval = TimeSpan.FromSeconds(10), MaxConcurrent = 2 });
        driver.Pass(10);
        driver.Complete(1);
        driver.Pass(10);
        driver.Pass(10);
        driver.Complete(2);
        Assert.Empty(driver.Deleted);
        driver.Acknowledge(3, new(0, 0), CheckpointKind.Checkpoint, new FileReference("1-0-0-1", 10, IsReused: true));
        Assert.Empty(driver.Got<NotifyAborted>());
        driver.Complete(3);
        Assert.Contains("1-0-1-1", driver.AllEffects.OfType<Delete>().SelectMany(d => d.Files));
        Assert.DoesNotContain("1-0-0-1", driver.AllEffects.OfType<Delete>().SelectMany(d => d.Files));
    }

    [Fact]
    public void A_file_that_is_not_there_any_more_cannot_be_reused()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Acknowledge(1, new(0, 0), CheckpointKind.Checkpoint, new FileReference("gone", 10, IsReused: true));
        Assert.Single(driver.Got<NotifyAborted>());
        Assert.DoesNotContain("gone", driver.Deleted);
    }

    internal static RefusalReason RefusalOf(CheckpointDriver driver) =>
        Assert.IsType<CheckpointOutcome.Refused>(Assert.Single(driver.Got<Answer>()).Outcome).Reason;
}

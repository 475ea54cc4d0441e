using FlowActors.Runtime.Checkpoints.Coordination;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

/// <summary>What is remembered and shown of checkpoints.</summary>
public sealed class CheckpointStatisticsTests
{
    [Fact]
    public void What_is_under_way_is_shown_with_those_that_were_heard_of()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Pass(2);
        driver.Acknowledge(1, new SubtaskNumber(1, 1));
        var line = Assert.Single(driver.Core.UnderWayLines);
        Assert.Equal((1, null, 5, 1), (line.Id, line.EndedAt, line.Subtasks, line.Acknowledged));
        var part = Assert.Single(driver.Core.Find(1)!.Subtasks, s => s.AcknowledgedAt is not null);
        Assert.Equal((new SubtaskNumber(1, 1), CheckpointDriver.Noon.AddSeconds(12), 10), (part.Subtask, part.AcknowledgedAt!.Value, part.Bytes));
    }

    [Theory]
    [InlineData(20, 0, 0, 0, 20)]
    [InlineData(20, 3, 1, 6, 10)]
    [InlineData(20, 3, 11, 6, 0)]
    [InlineData(20, 25, 0, 0, 0)]
    public void What_the_subtask_has_not_measured_itself_is_the_delay_of_its_barrier(double heardAfter, double alignment, double sync, double async, double expected)
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Pass(heardAfter);
        var (subtask, times) = (new SubtaskNumber(1, 1), new SnapshotTimes(default, TimeSpan.FromSeconds(alignment), TimeSpan.FromSeconds(sync), TimeSpan.FromSeconds(async), 7));
        driver.Say(new Acknowledged(1, CheckpointKind.Checkpoint, 1, new SubtaskPart(subtask, [new FileReference("1-1-1-1", 10)], Times: times)));
        var parts = driver.Core.Find(1)!.Subtasks;
        Assert.Equal(times with { StartDelay = TimeSpan.FromSeconds(expected) }, parts.Single(s => s.Subtask == subtask).Times);
        Assert.All(parts.Where(s => s.Subtask != subtask), s => Assert.Equal(default, s.Times));
    }

    [Fact]
    public void One_that_was_aborted_tells_whom_it_waited_for_and_why_it_ended()
    {
        var driver = new CheckpointDriver();
        driver.Pass(10);
        driver.Acknowledge(1, new SubtaskNumber(0, 0));
        driver.Say(new Declined(1, 1, new SubtaskNumber(0, 1), IsAsyncPhase: false, new string('x', 5_000)));
        var statistics = driver.Core.Statistics;
        var past = Assert.Single(statistics.History);
        Assert.Equal((AbortReason.Declined, 1, driver.Now), (past.Failure, past.Line.Acknowledged, past.Line.EndedAt));
        Assert.InRange(past.Line.Cause!.Length, 1_000, 1_100);
        Assert.Equal([new SubtaskNumber(0, 1), new(1, 0), new(1, 1), new(2, 0)], past.Subtasks.Where(s => s.AcknowledgedAt is null).Select(s => s.Subtask));
        Assert.Equal((past.Line, null, null), (statistics.LastAborted, statistics.LastCompleted, statistics.LastSavepoint));
        Assert.Equal((1, 0, 1), (statistics.Totals.Triggered, statistics.Totals.Completed, statistics.Totals.Aborted));
    }

    [Fact]
    public void Totals_are_those_of_all_and_parts_those_of_the_last()
    {
        var driver = new CheckpointDriver(new CheckpointSettings { Interval = TimeSpan.FromSeconds(10), HistoryMax = 2 });
        foreach (var seconds in new[] { 1, 3, 2 })
        {
            driver.Pass(10);
            driver.Pass(seconds);
            driver.Complete(driver.Last);
        }

        driver.Request(CheckpointKind.Savepoint);
        driver.Complete(4, CheckpointKind.Savepoint);
        var statistics = driver.Core.Statistics;
        Assert.Equal(new Spread(0, 3_000, 6_000), statistics.Totals.Milliseconds);
        Assert.Equal((4, 4), ((int)statistics.Totals.Triggered, (int)statistics.Totals.Completed));
        Assert.Equal([3, 4], statistics.History.Select(c => (int)c.Id));
        Assert.Equal((3, 4, "/savepoints/1"), ((int)statistics.LastCompleted!.Id, (int)statistics.LastSavepoint!.Id, statistics.LastSavepoint.Target));
        Assert.Null(driver.Core.Find(2));
        Assert.Equal(5, driver.Core.Find(3)!.Subtasks.Count);
    }
}

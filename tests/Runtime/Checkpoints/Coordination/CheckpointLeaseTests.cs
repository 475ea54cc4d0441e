using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Retention;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

/// <summary>What somebody reads is not deleted, nothing restarts from it, and what nobody reads any more goes.</summary>
public sealed class CheckpointLeaseTests
{
    private static readonly CheckpointSettings s_settings = new() { Interval = TimeSpan.FromSeconds(10), Retained = 1 };

    [Fact]
    public void A_checkpoint_that_is_read_stays_until_its_last_reader_is_done()
    {
        var driver = new CheckpointDriver(s_settings);
        var first = CompleteNext(driver);
        Assert.Equal(new CheckpointLease(LeaseOutcome.Granted, first), Lease(driver, null, "a"));
        Assert.Equal(LeaseOutcome.Granted, Lease(driver, first, "b").Outcome);

        var second = CompleteNext(driver);
        Assert.Empty(driver.AllEffects.OfType<CheckpointEffect.Delete>());
        Assert.Equal(second, Assert.Single(driver.Core.Record.Kept).Id);
        // Who has begun goes on, and others may begin.
        Assert.Equal(LeaseOutcome.Granted, Lease(driver, first, "a").Outcome);
        Assert.Equal(LeaseOutcome.Granted, Lease(driver, first, "c").Outcome);

        driver.EndLease(first, "a");
        driver.EndLease(first, "c");
        driver.EndLease(first, "x");
        Assert.Empty(driver.Deleted);
        driver.EndLease(first, "b");
        Assert.Contains($"{first}-meta", driver.Deleted);
        Assert.Equal(LeaseOutcome.Gone, Lease(driver, first, "a").Outcome);
    }

    [Fact]
    public void Who_does_not_come_back_is_given_up()
    {
        var driver = new CheckpointDriver(s_settings with { Interval = null });
        var first = CompleteRequested(driver, 1);
        Lease(driver, first, "a");
        Assert.Null(driver.Core.LeasesWakeAt);
        CompleteRequested(driver, 2);
        Assert.Equal(driver.Now.AddSeconds(60), driver.Core.LeasesWakeAt);

        driver.Pass(59);
        Assert.Empty(driver.Deleted);
        // The next page may be asked for.
        driver.EndLease(first, "a", nextSeconds: 60);
        Assert.Equal(driver.Now.AddSeconds(60), driver.Core.WakeAt);
        driver.Pass(59);
        Assert.Empty(driver.Deleted);
        driver.Pass(1);
        Assert.Contains($"{first}-meta", driver.Deleted);
        Assert.Null(driver.Core.WakeAt);
    }

    [Fact]
    public void So_many_are_held_and_the_oldest_goes_that_nobody_reads()
    {
        var driver = new CheckpointDriver(s_settings);
        var all = new List<long>();
        for (var i = 0; i <= CheckpointLeases.CheckpointsMax; i++)
        {
            all.Add(CompleteNext(driver));
            Assert.Equal(LeaseOutcome.Granted, Lease(driver, null, "a", seconds: 1_000).Outcome);
            if (i > 0) driver.EndLease(all[i], "a", nextSeconds: 1_000);
        }

        Assert.Empty(driver.Deleted);
        CompleteNext(driver);
        Assert.Contains($"{all[1]}-meta", driver.Deleted);
        Assert.Equal(LeaseOutcome.Gone, Lease(driver, all[1], "b").Outcome);
        foreach (var held in all.Where(c => c != all[1])) Assert.Equal(LeaseOutcome.Granted, Lease(driver, held, "b", seconds: 1_000).Outcome);
        Assert.Equal(LeaseOutcome.Granted, Lease(driver, null, "b").Outcome);

        // Now all are read: the oldest goes all the same.
        CompleteNext(driver);
        Assert.Equal(LeaseOutcome.Gone, Lease(driver, all[0], "a").Outcome);
    }

    [Fact]
    public void One_checkpoint_has_so_many_readers_and_no_more()
    {
        var driver = new CheckpointDriver(s_settings);
        CompleteNext(driver);
        for (var i = 0; i < CheckpointLeases.ReadersMax; i++) Assert.Equal(LeaseOutcome.Granted, Lease(driver, null, $"r{i}").Outcome);
        Assert.Equal(LeaseOutcome.Busy, Lease(driver, null, "one more").Outcome);
        Assert.Equal(LeaseOutcome.Granted, Lease(driver, null, "r0").Outcome);
    }

    [Fact]
    public void What_never_was_and_what_has_gone_are_told_apart()
    {
        var driver = new CheckpointDriver(s_settings);
        Assert.Equal(LeaseOutcome.None, Lease(driver, null, "a").Outcome);
        Assert.Equal(LeaseOutcome.Unknown, Lease(driver, 1_000, "a").Outcome);
        var first = CompleteNext(driver);
        var second = CompleteNext(driver);
        Assert.Equal(LeaseOutcome.Gone, Lease(driver, first, "a").Outcome);
        Assert.Equal(LeaseOutcome.Unknown, Lease(driver, second + 1, "a").Outcome);
        Assert.Equal(LeaseOutcome.Unknown, Lease(driver, 0, "a").Outcome);
        Assert.Equal(LeaseOutcome.Unknown, Lease(driver, -1, "a").Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_job_that_ends_leaves_what_is_read_until_it_was_read(bool keeps)
    {
        var driver = new CheckpointDriver(s_settings);
        var first = CompleteNext(driver);
        Lease(driver, first, "a");
        driver.Say(new JobEnded(keeps));
        Assert.Empty(driver.Deleted);
        Assert.All(driver.Got<CheckpointEffect.Sweep>(), sweep => Assert.Contains($"{first}-meta", sweep.Kept));
        Assert.Equal(LeaseOutcome.Granted, Lease(driver, first, "b").Outcome);
        driver.EndLease(first, "b");
        driver.Pass(60);
        Assert.Equal(keeps ? [] : [$"{first}-meta"], driver.Deleted.Where(f => f == $"{first}-meta"));
        Assert.Equal(keeps ? LeaseOutcome.Granted : LeaseOutcome.Gone, Lease(driver, first, "b").Outcome);
    }

    [Fact]
    public void The_last_savepoints_are_read_where_they_are()
    {
        var driver = new CheckpointDriver(s_settings with { Interval = null });
        var savepoints = new List<long>();
        for (var i = 0; i <= CheckpointRecord.SavepointsMax; i++) savepoints.Add(CompleteRequested(driver, i + 1, CheckpointKind.Savepoint));
        Assert.Equal(LeaseOutcome.None, Lease(driver, null, "a").Outcome);
        Assert.NotEqual(LeaseOutcome.Granted, Lease(driver, savepoints[0], "a").Outcome);
        foreach (var savepoint in savepoints[1..])
        {
            var lease = Lease(driver, savepoint, "a");
            Assert.Equal((LeaseOutcome.Granted, savepoint), (lease.Outcome, lease.Checkpoint));
            Assert.NotNull(lease.Folder);
        }

        driver.Say(new JobEnded(KeepsCheckpoints: false));
        Assert.Equal(LeaseOutcome.Granted, Lease(driver, savepoints[^1], "b").Outcome);
        Assert.Equal(LeaseOutcome.None, Lease(driver, null, "b").Outcome);
    }

    [Fact]
    public void A_job_that_was_stopped_is_read_at_the_savepoint_of_that()
    {
        var driver = new CheckpointDriver(s_settings with { Interval = null });
        CompleteRequested(driver, 1);
        var end = CompleteRequested(driver, 2, CheckpointKind.StopWithSavepoint);
        driver.Say(new JobEnded(KeepsCheckpoints: false));
        Assert.Empty(driver.Core.Record.Kept);
        Assert.Equal((LeaseOutcome.Granted, end), (Lease(driver, null, "a").Outcome, Lease(driver, end, "a").Checkpoint));
        Assert.DoesNotContain($"{end}-meta", driver.Deleted);
    }

    [Fact]
    public void What_is_held_of_a_job_that_has_ended_goes_with_its_core()
    {
        var driver = new CheckpointDriver(s_settings);
        var first = CompleteNext(driver);
        Lease(driver, first, "a");
        var second = CompleteNext(driver);
        Assert.Empty(driver.Core.LeaveHeld());
        Lease(driver, second, "a");
        driver.Say(new JobEnded(KeepsCheckpoints: false));
        var left = driver.Core.LeaveHeld();
        Assert.Contains($"{first}-meta", left);
        Assert.Contains($"{second}-meta", left);
        Assert.Equal(left.Count, left.Distinct().Count());
        Assert.Empty(driver.Core.LeaveHeld());
        driver.EndLease(first, "a");
        driver.Pass(100);
        Assert.Empty(driver.Deleted);
    }

    private static CheckpointLease Lease(CheckpointDriver driver, long? checkpoint, string reader, int seconds = 60) =>
        driver.Core.Lease(checkpoint, reader, driver.Now.AddSeconds(seconds));

    private static long CompleteNext(CheckpointDriver driver)
    {
        driver.Pass(10);
        driver.Complete(driver.Last);
        return driver.Last;
    }

    private static long CompleteRequested(CheckpointDriver driver, long request, CheckpointKind kind = CheckpointKind.Checkpoint)
    {
        driver.Request(kind, request);
        driver.Complete(driver.Last, kind);
        return driver.Last;
    }
}

using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Coordination;

namespace FlowActors.Runtime.Tests.Control;

public sealed class JobMetricTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Times_run_from_when_the_job_came_to_where_it_stands()
    {
        var look = new JobLook(JobId.Create(), "job", JobStatus.Created, s_start);
        AssertTimes(look, 1, []);
        look = look.At(JobStatus.Running, At(2)).At(JobStatus.Running, At(3));
        AssertTimes(look, 5, [("uptime", 3), ("runningTime", 3)]);
        look = look.At(JobStatus.Restarting, At(6));
        AssertTimes(look, 8, [("downtime", 2), ("restartingTime", 2)]);
        look = look.At(JobStatus.Failing, At(9));
        AssertTimes(look, 10, [("downtime", 4), ("failingTime", 1)]);
        AssertTimes(look.At(JobStatus.Running, At(11)), 12, [("uptime", 1), ("runningTime", 1)]);
        AssertTimes(look.At(JobStatus.Cancelling, At(11)), 12, [("cancellingTime", 1)]);
    }

    [Fact]
    public void Before_the_first_checkpoint_there_is_none()
    {
        var values = JobMetric.Of(new JobLook(JobId.Create(), "job", JobStatus.Running, s_start), s_start);
        foreach (var name in values.Keys.Where(n => n.StartsWith("last", StringComparison.Ordinal))) Assert.Equal(-1, values[name]);
        Assert.All(values.Where(v => v.Key.Contains("umberOf", StringComparison.Ordinal)), v => Assert.Equal(0, v.Value));
    }

    [Fact]
    public void Checkpoints_are_counted_and_the_last_one_is_told_of_also_when_it_is_a_savepoint()
    {
        var statistics = new CheckpointStatistics(1);
        for (var i = 0; i < 5; i++) statistics.Begin();
        End(statistics, Line(1, CheckpointKind.Checkpoint, 100), null, 1);
        End(statistics, Line(2, CheckpointKind.Savepoint, 900), null, 3);
        End(statistics, Line(3, CheckpointKind.Checkpoint, 700), AbortReason.Expired, 9);
        var look = new JobLook(JobId.Create(), "job", JobStatus.Running, s_start) { Checkpoints = statistics.Totals, LastCheckpoint = statistics.LastOfAll, Restarts = 4, RestoredAt = s_start };
        var values = JobMetric.Of(look, At(9));
        Assert.Equal((5, 2, 1, 2), (values["totalNumberOfCheckpoints"], values["numberOfCompletedCheckpoints"], values["numberOfFailedCheckpoints"], values["numberOfInProgressCheckpoints"]));
        Assert.Equal((2, 3_000, 450, 900), (values["lastCompletedCheckpointId"], values["lastCheckpointDuration"], values["lastCheckpointSize"], values["lastCheckpointFullSize"]));
        Assert.Equal((4, s_start.ToUnixTimeMilliseconds()), (values["numRestarts"], values["lastCheckpointRestoreTimestamp"]));
        End(statistics, Line(4, CheckpointKind.Checkpoint, 100), null, 10);
        Assert.Equal(4, statistics.LastOfAll?.Id);
    }

    [Theory]
    [InlineData(JobStatus.Running, 3)]
    [InlineData(JobStatus.Restarting, 3)]
    [InlineData(JobStatus.Failing, 2)]
    [InlineData(JobStatus.Failed, 2)]
    public void A_failure_behind_which_nothing_begins_is_no_restart(JobStatus status, int restarts) =>
        Assert.Equal(restarts, (JobRecord.Empty with { FailureCount = 3 }).Restarts(status));

    [Fact]
    public void Of_two_coordinators_of_a_job_the_last_one_is_heard()
    {
        var jobs = new JobLooks();
        var first = new JobLook(JobId.Create(), "job", JobStatus.Running, s_start);
        var second = first.At(JobStatus.Restarting, At(1));
        jobs.Set(first);
        jobs.Set(second);
        jobs.Remove(first);
        Assert.Equal([second], jobs.All);
        jobs.Remove(second);
        Assert.Empty(jobs.All);
    }

    private static void AssertTimes(JobLook look, double second, (string Name, double Seconds)[] expected)
    {
        string[] names = ["uptime", "downtime", "runningTime", "restartingTime", "failingTime", "cancellingTime"];
        var values = JobMetric.Of(look, At(second));
        Assert.Equal(expected, names.Where(n => values[n] != 0).Select(n => (n, values[n] / 1000)));
    }

    private static void End(CheckpointStatistics statistics, CheckpointLine line, AbortReason? failure, double second) =>
        statistics.End(new PastCheckpoint(line, []), failure, failure?.ToString(), At(second));

    private static CheckpointLine Line(long id, CheckpointKind kind, long bytes) =>
        new(id, kind, s_start, null, null, bytes, bytes / 2, 0, TimeSpan.Zero, TimeSpan.Zero, 1, 1, null, null);

    private static DateTimeOffset At(double second) => s_start.AddSeconds(second);
}

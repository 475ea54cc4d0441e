using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Metrics;

namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class RecentSharesTests
{
    [Fact]
    public void What_was_long_ago_does_not_count()
    {
        var shares = new TimeShares(0);
        var recent = new RecentShares(shares);
        // An hour of work, then an output that is full.
        shares.RunStarts(0);
        var hour = 3_600 * Stopwatch.Frequency;
        shares.RunEnds(hour, Progress.OutputFull);
        Assert.Equal(1_000, recent.At(hour).Time.Busy, 3);
        for (var i = 0; i <= RecentShares.LooksMax; i++) recent.Look(hour + (i * Stopwatch.Frequency / 2));
        var now = hour + (RecentShares.LooksMax * Stopwatch.Frequency / 2);
        Assert.Equal((0, 0, 1_000), Rounded(recent.At(now).Time));
        var spent = SpentTime.Of(shares.SumsAt(now), shares.Start);
        Assert.Equal((3_600_000, 0, 5_000), (spent.BusyMs, spent.IdleMs, spent.BackPressuredMs));
    }

    [Fact]
    public void Before_the_first_look_all_counts()
    {
        var shares = new TimeShares(100);
        shares.RunStarts(200);
        shares.RunEnds(400, Progress.Waiting);
        Assert.Equal((500, 500, 0), Rounded(new RecentShares(shares).At(500).Time));
    }

    [Fact]
    public void Records_of_a_second_are_those_since_the_oldest_look()
    {
        var second = Stopwatch.Frequency;
        var recent = new RecentShares(new TimeShares(0));
        Assert.Equal((50.0, 20.0), RatesOf(recent.At(2 * second, 100, 40)));
        for (var i = 1; i <= RecentShares.LooksMax; i++) recent.Look(i * second, 100, 40);
        Assert.Equal((0.0, 0.0), RatesOf(recent.At(11 * second, 100, 40)));
        Assert.Equal((10.0, 100.0), RatesOf(recent.At(11 * second, 200, 1_040)));
    }

    [Fact]
    public void It_is_known_since_which_look_a_subtask_has_been_busy_and_since_which_back_pressured()
    {
        var second = Stopwatch.Frequency;
        var shares = new TimeShares(0);
        var recent = new RecentShares(shares);
        recent.Look(second);
        Assert.Equal((0L, 0L), SinceOf(recent.At(second)));
        // Busy until the ninth second, then an output that is full.
        shares.RunStarts(second);
        for (var i = 2; i <= 8; i++) recent.Look(i * second);
        Assert.Equal((0L, 2 * second), SinceOf(recent.At(8 * second)));
        shares.RunEnds(9 * second, Progress.OutputFull);
        for (var i = 9; i <= 13; i++) recent.Look(i * second);
        Assert.Equal((11 * second, 2 * second), SinceOf(recent.At(13 * second)));
        for (var i = 14; i <= 20; i++) recent.Look(i * second);
        Assert.Equal((11 * second, 0L), SinceOf(recent.At(20 * second)));
        shares.RunStarts(20 * second);
        shares.RunEnds(20 * second, Progress.Waiting);
        for (var i = 21; i <= 31; i++) recent.Look(i * second);
        Assert.Equal((0L, 0L), SinceOf(recent.At(31 * second)));
    }

    [Fact]
    public void Shares_of_no_time_are_those_of_somebody_busy() => Assert.Equal((1_000, 0, 0), Rounded(new TimeSums(5, 1, 1).Since(new TimeSums(5, 1, 1))));

    [Fact]
    public void A_timeline_keeps_what_was_seen()
    {
        var timeline = new SubtaskTimeline();
        var seen = timeline.Moves;
        timeline.Add(SubtaskState.Deployed, DateTimeOffset.UnixEpoch);
        timeline.Add(SubtaskState.Restoring, DateTimeOffset.UnixEpoch.AddSeconds(1));
        Assert.Empty(seen);
        Assert.Equal([new SubtaskMove(SubtaskState.Deployed, DateTimeOffset.UnixEpoch), new SubtaskMove(SubtaskState.Restoring, DateTimeOffset.UnixEpoch.AddSeconds(1))], timeline.Moves);
    }

    private static (double In, double Out) RatesOf(RecentWork work) => (work.RecordsInPerSecond, work.RecordsOutPerSecond);

    private static (long Pressed, long Busy) SinceOf(RecentWork work) => (work.PressedSince, work.BusySince);

    private static (int Busy, int Idle, int BackPressured) Rounded(TimeShare share) => ((int)Math.Round(share.Busy), (int)Math.Round(share.Idle), (int)Math.Round(share.BackPressured));
}

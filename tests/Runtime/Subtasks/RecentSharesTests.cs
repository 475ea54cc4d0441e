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
        Assert.Equal(1_000, recent.At(hour).Busy, 3);
        for (var i = 0; i <= RecentShares.LooksMax; i++) recent.Look(hour + (i * Stopwatch.Frequency / 2));
        var now = hour + (RecentShares.LooksMax * Stopwatch.Frequency / 2);
        Assert.Equal((0, 0, 1_000), Rounded(recent.At(now)));
        Assert.InRange(shares.At(now).BackPressured, 1, 3);
    }

    [Fact]
    public void Before_the_first_look_all_counts()
    {
        var shares = new TimeShares(100);
        shares.RunStarts(200);
        shares.RunEnds(400, Progress.Waiting);
        Assert.Equal((500, 500, 0), Rounded(new RecentShares(shares).At(500)));
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

    private static (int Busy, int Idle, int BackPressured) Rounded(TimeShare share) => ((int)Math.Round(share.Busy), (int)Math.Round(share.Idle), (int)Math.Round(share.BackPressured));
}

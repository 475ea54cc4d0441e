using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Tests.Hosting;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

public sealed class CheckpointResolutionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly NodeCheckpointSettings Shipped = Composed.Read(null).Checkpoints;

    [Fact]
    public void With_neither_data_folder_nor_interval_there_are_no_checkpoints()
    {
        Assert.Equal(new CheckpointSettings(), Resolve(new CheckpointConfig()));
        Assert.Equal(TimeSpan.FromSeconds(10), Resolve(new CheckpointConfig(), hasDataFolder: true).Interval);
    }

    [Theory]
    [InlineData("auto", null, 10_000)]
    [InlineData("off", null, null)]
    [InlineData("2s", 2_000, 2_000)]
    public void The_node_says_when_with_and_without_a_data_folder(string interval, int? without, int? with)
    {
        var node = Composed.Read($"flowactors.checkpoints.interval = {interval}").Checkpoints;
        Assert.Equal(without, (int?)Resolve(new CheckpointConfig(), node).Interval?.TotalMilliseconds);
        Assert.Equal(with, (int?)Resolve(new CheckpointConfig(), node, hasDataFolder: true).Interval?.TotalMilliseconds);
        Assert.Equal(Second, Resolve(new CheckpointConfig { Interval = Second }, node).Interval);
        Assert.Null(Resolve(new CheckpointConfig { Interval = Timeout.InfiniteTimeSpan }, node, hasDataFolder: true).Interval);
    }

    [Fact]
    public void Each_value_is_the_jobs_and_else_the_nodes()
    {
        var node = new NodeCheckpointSettings(
            Second, 2 * Second, 3 * Second, 4 * Second, 1, 6, 7, CheckpointMode.AlignedWithTimeout, 8 * Second, true, true, 9);
        Assert.Equal(
            new CheckpointSettings
            {
                Interval = Second, Timeout = 3 * Second, MinPause = 4 * Second, TolerableFailures = 6, Retained = 7,
                Mode = CheckpointMode.AlignedWithTimeout, AlignmentTimeout = 8 * Second, FallsBack = true, KeepOnCancel = true, HistoryMax = 9,
            },
            Resolve(new CheckpointConfig(), node));
        var job = new CheckpointConfig
        {
            Interval = 11 * Second, Timeout = 13 * Second, MinPause = TimeSpan.Zero, MaxConcurrent = 5, TolerableFailures = 16, Retained = 17,
            Alignment = CheckpointAlignment.Aligned, FallsBack = false, KeepOnCancel = false, HistoryMax = 19,
        };
        Assert.Equal(
            new CheckpointSettings
            {
                Interval = 11 * Second, Timeout = 13 * Second, MaxConcurrent = 5, TolerableFailures = 16, Retained = 17, HistoryMax = 19,
            },
            Resolve(job, node));
    }

    [Theory]
    [InlineData("aligned", null, null, "Aligned")]
    [InlineData("unaligned", null, null, "Unaligned")]
    [InlineData("unaligned", CheckpointingMode.ExactlyOnce, null, "Unaligned")]
    [InlineData("unaligned", null, CheckpointAlignment.Aligned, "Aligned")]
    [InlineData("unaligned", CheckpointingMode.AtLeastOnce, null, "AtLeastOnce")]
    [InlineData("aligned", CheckpointingMode.ExactlyOnce, CheckpointAlignment.AlignedWithTimeout, "AlignedWithTimeout")]
    [InlineData("at-least-once", null, null, "AtLeastOnce")]
    [InlineData("at-least-once", null, CheckpointAlignment.Unaligned, "AtLeastOnce")]
    [InlineData("at-least-once", CheckpointingMode.ExactlyOnce, null, "Aligned")]
    [InlineData("at-least-once", CheckpointingMode.ExactlyOnce, CheckpointAlignment.Unaligned, "Unaligned")]
    public void What_barriers_do_follows_from_both(string node, CheckpointingMode? mode, CheckpointAlignment? alignment, string expected)
    {
        var settings = Resolve(new CheckpointConfig { Mode = mode, Alignment = alignment }, Composed.Read($"flowactors.checkpoints.mode = {node}").Checkpoints);
        Assert.Equal(expected, settings.Mode.ToString());
        Assert.Equal(settings.Mode == CheckpointMode.AlignedWithTimeout ? TimeSpan.FromSeconds(30) : TimeSpan.Zero, settings.AlignmentTimeout);
    }

    [Fact]
    public void What_job_and_node_say_must_go_together()
    {
        var paused = Composed.Read("flowactors.checkpoints.min-pause = 1s").Checkpoints;
        var error = Assert.Throws<JobValidationException>(() => Resolve(new CheckpointConfig { MaxConcurrent = 2 }, paused));
        Assert.Contains("flowactors.checkpoints", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 checkpoints may be under way at once, and the minimum pause", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Resolve(new CheckpointConfig { MaxConcurrent = 2, MinPause = TimeSpan.Zero }, paused).MaxConcurrent);
    }

    private static CheckpointSettings Resolve(CheckpointConfig job, NodeCheckpointSettings? node = null, bool hasDataFolder = false) =>
        CheckpointResolution.Resolve(job, node ?? Shipped, hasDataFolder);
}

using FlowActors.Graph;

namespace FlowActors.Tests.Api;

public class CheckpointConfigTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly StreamExecutionEnvironment _env = new(new JobSettings());

    public static TheoryData<CheckpointConfig, string> Impossible { get; } = new()
    {
        { new() { Interval = TimeSpan.Zero }, "CheckpointConfig.Interval is 00:00:00, but must be from 10 ms to 1 day" },
        { new() { Interval = TimeSpan.FromMilliseconds(9) }, "Interval is 00:00:00.0090000" },
        { new() { Interval = TimeSpan.FromDays(2) }, "Interval is 2.00:00:00" },
        { new() { Mode = (CheckpointingMode)7 }, "Mode is 7, but must be one of ExactlyOnce, AtLeastOnce" },
        { new() { Alignment = (CheckpointAlignment)7 }, "Alignment is 7" },
        { new() { AlignmentTimeout = TimeSpan.Zero }, "AlignmentTimeout is 00:00:00" },
        { new() { Timeout = TimeSpan.FromMilliseconds(9) }, "CheckpointConfig.Timeout is" },
        { new() { MinPause = -Second }, "MinPause is -00:00:01" },
        { new() { MaxConcurrent = 0 }, "MaxConcurrent is 0, but must be from 1 to 64" },
        { new() { MaxConcurrent = 65 }, "MaxConcurrent is 65" },
        { new() { TolerableFailures = -1 }, "TolerableFailures is -1" },
        { new() { Retained = 0 }, "Retained is 0" },
        { new() { Retained = 1001 }, "Retained is 1001" },
        { new() { HistoryMax = -1 }, "HistoryMax is -1" },
        { new() { HistoryMax = 10_001 }, "HistoryMax is 10001" },
        { new() { Mode = CheckpointingMode.AtLeastOnce, Alignment = CheckpointAlignment.Unaligned }, "Alignment is Unaligned, but Mode is AtLeastOnce" },
        { new() { Mode = CheckpointingMode.AtLeastOnce, AlignmentTimeout = Second }, "AlignmentTimeout is set, but" },
        { new() { Alignment = CheckpointAlignment.Aligned, AlignmentTimeout = Second }, "it is Aligned" },
        { new() { Alignment = CheckpointAlignment.Unaligned, AlignmentTimeout = Second }, "it is Unaligned" },
        { new() { MaxConcurrent = 2, MinPause = Second }, "MaxConcurrent is 2, but MinPause is 00:00:01" },
        { new() { MaxConcurrent = 2, Alignment = CheckpointAlignment.Unaligned }, "MaxConcurrent is 2, but Alignment is Unaligned" },
        { new() { MaxConcurrent = 2, Alignment = CheckpointAlignment.AlignedWithTimeout }, "Alignment is AlignedWithTimeout" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_is_impossible_or_contradicts_itself_is_refused_where_it_is_set_and_when_the_graph_is_built(CheckpointConfig config, string named)
    {
        Assert.Contains(named, Assert.Throws<JobValidationException>(() => _env.ConfigureCheckpoints(_ => config)).Message, StringComparison.Ordinal);
        Assert.Equal(new CheckpointConfig(), _env.Settings.Checkpoints);
        var env = new StreamExecutionEnvironment(new JobSettings { Checkpoints = config });
        env.FromElements(1).Discard();
        Assert.Contains(named, Assert.Throws<JobValidationException>(() => env.BuildGraph("job")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_least_and_the_greatest_values_are_taken()
    {
        var day = TimeSpan.FromDays(1);
        var (ten, one) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(1));
        var least = new CheckpointConfig { Interval = ten, Timeout = ten, AlignmentTimeout = one, MinPause = TimeSpan.Zero, MaxConcurrent = 1, TolerableFailures = 0, Retained = 1, HistoryMax = 0 };
        var most = new CheckpointConfig { Interval = day, Timeout = day, AlignmentTimeout = day, MinPause = day, MaxConcurrent = 1, TolerableFailures = int.MaxValue, Retained = 1000, HistoryMax = 10_000 };
        Assert.Equal(least, _env.ConfigureCheckpoints(_ => least).Settings.Checkpoints);
        Assert.Equal(most, _env.ConfigureCheckpoints(_ => most).Settings.Checkpoints);
        Assert.Equal(64, _env.ConfigureCheckpoints(_ => new CheckpointConfig { MaxConcurrent = 64 }).Settings.Checkpoints.MaxConcurrent);
    }

    [Fact]
    public void Checkpointing_is_enabled_with_an_interval_and_a_mode_and_disabled_again()
    {
        Assert.Equal(new CheckpointConfig { Interval = Second, Mode = CheckpointingMode.ExactlyOnce }, _env.EnableCheckpointing(Second).Settings.Checkpoints);
        Assert.Equal(CheckpointingMode.AtLeastOnce, _env.EnableCheckpointing(Second, CheckpointingMode.AtLeastOnce).Settings.Checkpoints.Mode);
        Assert.Equal(Timeout.InfiniteTimeSpan, _env.DisableCheckpointing().Settings.Checkpoints.Interval);
        Assert.Throws<JobValidationException>(() => _env.EnableCheckpointing(Timeout.InfiniteTimeSpan - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void What_was_set_before_stays_when_checkpoints_are_configured()
    {
        _env.EnableCheckpointing(Second).ConfigureCheckpoints(c => c with { Retained = 3 }).ConfigureCheckpoints(c => c with { KeepOnCancel = true });
        Assert.Equal(
            new CheckpointConfig { Interval = Second, Mode = CheckpointingMode.ExactlyOnce, Retained = 3, KeepOnCancel = true }, _env.Settings.Checkpoints);
    }

    [Fact]
    public void Nothing_is_no_settings()
    {
        Assert.Throws<ArgumentNullException>(() => _env.ConfigureCheckpoints(null!));
        Assert.Throws<ArgumentNullException>(() => _env.ConfigureCheckpoints(_ => null!));
    }
}

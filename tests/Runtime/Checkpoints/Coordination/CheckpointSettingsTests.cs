using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

public sealed class CheckpointSettingsTests
{
    public static TheoryData<string, object> Wrong => new()
    {
        { "interval", new CheckpointSettings { Interval = TimeSpan.FromMilliseconds(9) } },
        { "timeout", new CheckpointSettings { Timeout = TimeSpan.Zero } },
        { "pause", new CheckpointSettings { MinPause = TimeSpan.FromSeconds(-1) } },
        { "at once", new CheckpointSettings { MaxConcurrent = 0 } },
        { "tolerable", new CheckpointSettings { TolerableFailures = -1 } },
        { "retained", new CheckpointSettings { Retained = 0 } },
        { "history", new CheckpointSettings { HistoryMax = -1 } },
        { "mode", new CheckpointSettings { Mode = (CheckpointMode)9 } },
        { "needs one", new CheckpointSettings { Mode = CheckpointMode.AlignedWithTimeout } },
        { "belongs to", new CheckpointSettings { AlignmentTimeout = TimeSpan.FromSeconds(1) } },
        { "one at a time", new CheckpointSettings { MaxConcurrent = 2, MinPause = TimeSpan.FromSeconds(1) } },
        { "one at a time", new CheckpointSettings { MaxConcurrent = 2, Mode = CheckpointMode.Unaligned } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Settings_that_cannot_be_are_refused_with_what_is_wrong(string text, object settings) =>
        Assert.Contains(text, Assert.Throws<ArgumentException>(() => ((CheckpointSettings)settings).Validated()).Message, StringComparison.Ordinal);

    [Fact]
    public void The_defaults_can_be() => Assert.Null(new CheckpointSettings().Validated().Interval);
}

using FlowActors.Graph;

namespace FlowActors.Tests.Api;

public class JobSettingsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static TheoryData<RestartStrategy, string> Impossible { get; } = new()
    {
        { new RestartStrategy.FixedDelay(-1, Second), "FixedDelay.Attempts is -1" },
        { new RestartStrategy.FixedDelay(1, -Second), "FixedDelay.Delay is -00:00:01" },
        { new RestartStrategy.FixedDelay(1, TimeSpan.MaxValue), "FixedDelay.Delay" },
        { new RestartStrategy.FailureRate(-1, Second, Second), "FailureRate.MaxFailures" },
        { new RestartStrategy.FailureRate(1, TimeSpan.Zero, Second), "FailureRate.Interval" },
        { new RestartStrategy.FailureRate(1, Second, -Second), "FailureRate.Delay" },
        { new RestartStrategy.ExponentialDelay { Initial = TimeSpan.Zero }, "ExponentialDelay.Initial" },
        { new RestartStrategy.ExponentialDelay { Max = TimeSpan.FromMilliseconds(999) }, "ExponentialDelay.Max" },
        { new RestartStrategy.ExponentialDelay { Max = TimeSpan.MaxValue }, "ExponentialDelay.Max" },
        { new RestartStrategy.ExponentialDelay { Multiplier = 0.5 }, "ExponentialDelay.Multiplier is 0.5" },
        { new RestartStrategy.ExponentialDelay { Multiplier = double.NaN }, "ExponentialDelay.Multiplier" },
        { new RestartStrategy.ExponentialDelay { Multiplier = double.PositiveInfinity }, "ExponentialDelay.Multiplier" },
        { new RestartStrategy.ExponentialDelay { ResetAfter = -Second }, "ExponentialDelay.ResetAfter" },
        { new RestartStrategy.ExponentialDelay { Jitter = 1.5 }, "ExponentialDelay.Jitter" },
        { new RestartStrategy.ExponentialDelay { Jitter = double.NaN }, "ExponentialDelay.Jitter" },
        { new RestartStrategy.ExponentialDelay { Attempts = -1 }, "ExponentialDelay.Attempts is -1" },
        { new RestartStrategy.ExponentialDelay { AttemptsWithoutCheckpoint = -1 }, "ExponentialDelay.AttemptsWithoutCheckpoint is -1" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_restart_strategy_with_an_impossible_number_is_refused_naming_the_number(RestartStrategy strategy, string named)
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        Assert.Contains(named, Assert.Throws<JobValidationException>(() => env.SetRestartStrategy(strategy)).Message, StringComparison.Ordinal);
        Refused(new JobSettings { RestartStrategy = strategy }, named);
    }

    [Fact]
    public void Restart_strategies_with_the_least_and_greatest_numbers_are_taken()
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        env.SetRestartStrategy(RestartStrategy.None)
            .SetRestartStrategy(new RestartStrategy.FixedDelay(0, TimeSpan.Zero))
            .SetRestartStrategy(new RestartStrategy.FixedDelay(int.MaxValue, TimeSpan.FromDays(10_000)))
            .SetRestartStrategy(new RestartStrategy.FailureRate(0, TimeSpan.MaxValue, TimeSpan.Zero))
            .SetRestartStrategy(new RestartStrategy.ExponentialDelay { ResetAfter = TimeSpan.MaxValue, Jitter = 1, Multiplier = 1, Attempts = 0, AttemptsWithoutCheckpoint = 0 });
        Assert.IsType<RestartStrategy.ExponentialDelay>(env.Settings.RestartStrategy);
    }

    [Fact]
    public void Settings_that_were_made_without_the_environment_are_checked_when_the_graph_is_built()
    {
        Refused(new JobSettings { Parallelism = 0 }, "parallelism of 0");
        Refused(new JobSettings { MaxParallelism = 40_000 }, "max parallelism of 40000");
        Refused(new JobSettings { FlushInterval = TimeSpan.FromMilliseconds(-1) }, "flush interval");
        Refused(new JobSettings { WatermarkInterval = TimeSpan.Zero }, "watermark interval");
    }

    private static void Refused(JobSettings settings, string named)
    {
        var env = new StreamExecutionEnvironment(settings);
        env.FromElements(1).Discard();
        Assert.Contains(named, Assert.Throws<JobValidationException>(() => env.BuildGraph("job")).Message, StringComparison.Ordinal);
    }
}

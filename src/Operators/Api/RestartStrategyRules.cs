using System.Globalization;

namespace FlowActors;

/// <summary>What the numbers of a restart strategy may be.</summary>
internal static class RestartStrategyRules
{
    private static readonly TimeSpan DelayMax = TimeSpan.FromDays(10_000);

    /// <exception cref="JobValidationException">A number is not possible.</exception>
    public static void Check(RestartStrategy strategy)
    {
        switch (strategy)
        {
            case RestartStrategy.FixedDelay s:
                Count(s.Attempts, "FixedDelay.Attempts");
                Delay(s.Delay, "FixedDelay.Delay");
                break;
            case RestartStrategy.FailureRate s:
                Count(s.MaxFailures, "FailureRate.MaxFailures");
                Require(s.Interval > TimeSpan.Zero, "FailureRate.Interval", s.Interval, "above 0");
                Delay(s.Delay, "FailureRate.Delay");
                break;
            case RestartStrategy.ExponentialDelay s:
                Require(s.Initial > TimeSpan.Zero && s.Initial <= DelayMax, "ExponentialDelay.Initial", s.Initial, "above 0 and at most 10,000 days");
                Require(s.Max >= s.Initial && s.Max <= DelayMax, "ExponentialDelay.Max", s.Max, "from Initial to 10,000 days");
                Require(s.Multiplier >= 1 && double.IsFinite(s.Multiplier), "ExponentialDelay.Multiplier", s.Multiplier, "1 or more, and finite");
                Require(s.ResetAfter >= TimeSpan.Zero, "ExponentialDelay.ResetAfter", s.ResetAfter, "0 or more");
                Require(s.Jitter is >= 0 and <= 1, "ExponentialDelay.Jitter", s.Jitter, "from 0 to 1");
                Count(s.Attempts ?? 0, "ExponentialDelay.Attempts");
                Count(s.AttemptsWithoutCheckpoint ?? 0, "ExponentialDelay.AttemptsWithoutCheckpoint");
                break;
        }
    }

    private static void Count(int value, string name) => Require(value >= 0, name, value, "0 or more");

    private static void Delay(TimeSpan value, string name) =>
        Require(value >= TimeSpan.Zero && value <= DelayMax, name, value, "from 0 to 10,000 days");

    private static void Require(bool holds, string name, IFormattable value, string range)
    {
        if (!holds)
            throw new JobValidationException($"RestartStrategy.{name} is {value.ToString(null, CultureInfo.InvariantCulture)}, but must be {range}.");
    }
}

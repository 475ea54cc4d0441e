using System.Globalization;

namespace FlowActors;

/// <summary>What a job's settings of checkpoints may be, by themselves.</summary>
internal static class CheckpointConfigRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <exception cref="JobValidationException">A value is not possible, or two contradict each other.</exception>
    public static void Check(CheckpointConfig config)
    {
        if (config.Interval != Timeout.InfiniteTimeSpan) Within(config.Interval, Shortest, Day, "Interval", "from 10 ms to 1 day, or Timeout.InfiniteTimeSpan for no checkpoints");
        Known(config.Mode, "Mode");
        Known(config.Alignment, "Alignment");
        Within(config.AlignmentTimeout, Millisecond, Day, "AlignmentTimeout", "from 1 ms to 1 day");
        Within(config.Timeout, Shortest, Day, "Timeout", "from 10 ms to 1 day");
        Within(config.MinPause, TimeSpan.Zero, Day, "MinPause", "from 0 to 1 day");
        Within(config.MaxConcurrent, 1, 64, "MaxConcurrent", "from 1 to 64");
        Within(config.TolerableFailures, 0, int.MaxValue, "TolerableFailures", "0 or more");
        Within(config.Retained, 1, 1000, "Retained", "from 1 to 1,000");
        Within(config.HistoryMax, 0, 10_000, "HistoryMax", "from 0 to 10,000");
        CheckPairs(config);
    }

    private static void CheckPairs(CheckpointConfig config)
    {
        var (mode, alignment) = (config.Mode, config.Alignment);
        if (mode == CheckpointingMode.AtLeastOnce && alignment is not null)
            Contradict($"Alignment is {alignment}", "Mode is AtLeastOnce, whose barriers are never aligned");
        if (config.AlignmentTimeout is not null && (mode == CheckpointingMode.AtLeastOnce || alignment is CheckpointAlignment.Aligned or CheckpointAlignment.Unaligned))
            Contradict("AlignmentTimeout is set", $"only Alignment AlignedWithTimeout has one, and it is {(mode == CheckpointingMode.AtLeastOnce ? "Mode AtLeastOnce" : alignment)}");
        if (config.MaxConcurrent is not > 1) return;
        if (config.MinPause > TimeSpan.Zero)
            Contradict($"MaxConcurrent is {Text(config.MaxConcurrent)}", $"MinPause is {config.MinPause}, which leaves room for one checkpoint at a time");
        if (alignment is CheckpointAlignment.Unaligned or CheckpointAlignment.AlignedWithTimeout)
            Contradict($"MaxConcurrent is {Text(config.MaxConcurrent)}", $"Alignment is {alignment}, which takes one checkpoint at a time");
    }

    private static void Within<T>(T? value, T min, T max, string name, string range)
        where T : struct, IComparable<T>, IFormattable
    {
        if (value is { } given && (given.CompareTo(min) < 0 || given.CompareTo(max) > 0))
            throw new JobValidationException($"CheckpointConfig.{name} is {Text(given)}, but must be {range}.");
    }

    private static void Known<T>(T? value, string name)
        where T : struct, Enum
    {
        if (value is { } given && !Enum.IsDefined(given))
            throw new JobValidationException($"CheckpointConfig.{name} is {given:D}, but must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    private static void Contradict(string one, string other) =>
        throw new JobValidationException($"CheckpointConfig.{one}, but {other}. Leave one of them out.");

    private static string Text(IFormattable? value) => value!.ToString(null, CultureInfo.InvariantCulture);
}

namespace FlowActors;

/// <summary>What happens after a failure, by Flink's names and defaults. Immutable.</summary>
public abstract record RestartStrategy
{
    private RestartStrategy()
    {
    }

    /// <summary>The first failure ends the job.</summary>
    public static RestartStrategy None { get; } = new NoRestart();

    /// <summary>No restart.</summary>
    public sealed record NoRestart : RestartStrategy;

    /// <summary>A number of restarts, each after the same time.</summary>
    /// <param name="Attempts">How many restarts there may be, 0 or more; one failure more ends the job.</param>
    /// <param name="Delay">The time between a failure and the restart, from 0 to 10,000 days.</param>
    public sealed record FixedDelay(int Attempts, TimeSpan Delay) : RestartStrategy;

    /// <summary>Restarts, unless there are too many failures within an interval.</summary>
    /// <param name="MaxFailures">How many failures an interval may have, 0 or more; one more ends the job.</param>
    /// <param name="Interval">The interval, ending with the failure at hand; above 0.</param>
    /// <param name="Delay">The time between a failure and the restart, from 0 to 10,000 days.</param>
    public sealed record FailureRate(int MaxFailures, TimeSpan Interval, TimeSpan Delay) : RestartStrategy;

    /// <summary>Restarts whose delay grows with each failure, until the job has run well for a while.</summary>
    public sealed record ExponentialDelay : RestartStrategy
    {
        /// <summary>The delay after the first failure, above 0. Default: 1 s.</summary>
        public TimeSpan Initial { get; init; } = TimeSpan.FromSeconds(1);

        /// <summary>The longest delay, from <see cref="Initial"/> to 10,000 days. Default: 1 min.</summary>
        public TimeSpan Max { get; init; } = TimeSpan.FromMinutes(1);

        /// <summary>By what the delay grows, 1 or more. Default: 1.5.</summary>
        public double Multiplier { get; init; } = 1.5;

        /// <summary>After how long without a failure the delay starts anew. Default: 1 h.</summary>
        public TimeSpan ResetAfter { get; init; } = TimeSpan.FromHours(1);

        /// <summary>The share of the delay by which it varies at random, 0 to 1. Default: 0.1.</summary>
        public double Jitter { get; init; } = 0.1;

        /// <summary>How many restarts there may be before a reset; null (default) sets no limit.</summary>
        public int? Attempts { get; init; }

        /// <summary>
        /// How many restarts in a row there may be without a completed checkpoint in between, 0 or more, so that a record that cannot be processed does
        /// not restart the job for ever; null sets no limit. Counts in jobs that take checkpoints only. Default: 20.
        /// </summary>
        public int? AttemptsWithoutCheckpoint { get; init; } = 20;
    }
}

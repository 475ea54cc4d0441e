namespace FlowActors.Runtime.Hosting;

/// <summary>
/// The keys <c>flowactors.*</c> of the configuration, read once and checked; <c>hocon/reference.conf</c> says what each means.
/// </summary>
internal sealed record RuntimeSettings(
    NodeSettings Node,
    ExchangeSettings Exchange,
    OperatorDispatcherSettings OperatorDispatcher,
    OperatorDispatcherSettings BlockingDispatcher,
    CancellationSettings Cancellation,
    ShardingSettings Sharding,
    CoordinatorSettings Coordinator,
    ClientSettings Client,
    JournalSettings Journal,
    LifecycleSettings Lifecycle,
    FailureSettings Failures);

/// <summary>The key <c>flowactors.node</c>.</summary>
internal sealed record NodeSettings(string Host, int Port, int DataPort, TimeSpan RegisterInterval);

/// <summary>The key <c>flowactors.exchange</c>.</summary>
internal sealed record ExchangeSettings(
    int CreditsPerChannel,
    int RemoteCreditsPerChannel,
    int BatchRecordsMax,
    int BatchBytesMax,
    int OverdraftBatchesMax,
    TimeSpan FlushInterval,
    TimeSpan Quantum,
    int WindowBytes,
    int MessageBytesMax,
    TimeSpan ConnectTimeout,
    RecordChecking CheckRecords);

/// <summary>Whether jobs that do not say are checked for records that change after they were emitted.</summary>
internal enum RecordChecking
{
    /// <summary>Those of Debug builds are.</summary>
    Auto,

    /// <summary>All are.</summary>
    On,

    /// <summary>None is.</summary>
    Off,
}

/// <summary>
/// The keys <c>flowactors.operator-dispatcher</c> and <c>flowactors.blocking-dispatcher</c>; <paramref name="Threads"/> is never
/// 0 here.
/// </summary>
internal sealed record OperatorDispatcherSettings(int Threads, int SpareThreadsMax, TimeSpan BlockedAfter, TimeSpan IdleTimeout);

/// <summary>The key <c>flowactors.cancellation</c>.</summary>
internal sealed record CancellationSettings(TimeSpan InterruptAfter, TimeSpan CloseTimeout);

/// <summary>The key <c>flowactors.sharding</c>.</summary>
internal sealed record ShardingSettings(int Shards, TimeSpan PlacementWait);

/// <summary>The key <c>flowactors.coordinator</c>.</summary>
internal sealed record CoordinatorSettings(
    TimeSpan RetryInterval,
    TimeSpan LivenessInterval,
    TimeSpan StopTimeout,
    int HistoryMax,
    TimeSpan JournalBackoffMin,
    TimeSpan JournalBackoffMax);

/// <summary>The key <c>flowactors.client</c>.</summary>
internal sealed record ClientSettings(TimeSpan RetryInterval, TimeSpan Timeout);

/// <summary>The key <c>flowactors.journal</c>; <paramref name="DataFolder"/> is null when the journal is kept in memory.</summary>
internal sealed record JournalSettings(string? DataFolder)
{
    /// <summary>With the folder that an option names, if it does.</summary>
    /// <exception cref="JobValidationException">It cannot be a folder's name.</exception>
    public JournalSettings Or(string? option) => option is null ? this : In(option);

    private static JournalSettings In(string folder) => string.IsNullOrWhiteSpace(folder) || folder.Contains('\0', StringComparison.Ordinal)
        ? throw new JobValidationException(
            $"The option DataFolder is '{folder}', which is no name of a folder. Name one, or leave the option null to keep the journal in memory.")
        : new JournalSettings(Path.GetFullPath(folder));
}

/// <summary>The key <c>flowactors.lifecycle</c>.</summary>
internal sealed record LifecycleSettings(TimeSpan StartTimeout, TimeSpan DisposeTimeout, TimeSpan TerminateTimeout);

/// <summary>The key <c>flowactors.failures</c>.</summary>
internal sealed record FailureSettings(bool ShowRecords);

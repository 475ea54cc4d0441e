namespace FlowActors.Runtime.Exchange;

/// <summary>The key <c>flowactors.exchange</c>.</summary>
internal sealed record ExchangeSettings(
    int CreditsPerChannel,
    int RemoteCreditsPerChannel,
    int RemoteCreditsPerInput,
    int FloatingBytesPerInput,
    int OpenBytesPerOutput,
    int BatchRecordsMax,
    int BatchBytesMax,
    int OverdraftBatchesMax,
    TimeSpan FlushInterval,
    TimeSpan Quantum,
    int WindowBytes,
    int MessageBytesMax,
    TimeSpan ConnectTimeout,
    RecordChecking CheckRecords);

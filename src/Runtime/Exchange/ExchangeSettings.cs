namespace FlowActors.Runtime.Exchange;

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

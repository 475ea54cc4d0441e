namespace FlowActors.State.Telemetry.Latency;

/// <summary>How accesses to keyed state are measured.</summary>
/// <param name="SampleInterval">Of so many accesses of one sort to one state one is measured; at least 1.</param>
/// <param name="HistorySize">So many of the last measured ones count; at least 1.</param>
internal sealed record LatencyTracking(int SampleInterval, int HistorySize);

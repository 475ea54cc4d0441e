namespace FlowActors.Client.Checkpoints;

/// <summary>When a job takes checkpoints, and what it does when they fail: <c>GET /jobs/{job}/checkpoints/config</c>.</summary>
/// <param name="IntervalMs">From the start of one to that of the next, in milliseconds; null when it takes none but those that are asked for.</param>
/// <param name="TimeoutMs">How long one may take, in milliseconds.</param>
/// <param name="MinPauseMs">From the completion of one to the start of the next one of the interval, at least, in milliseconds.</param>
/// <param name="MaxConcurrent">How many may be under way at once.</param>
/// <param name="TolerableFailures">How many in a row may fail before the job does.</param>
/// <param name="Retained">How many completed ones are kept.</param>
/// <param name="Mode">What barriers do: <c>aligned</c>, <c>unaligned</c>, <c>alignedWithTimeout</c> or <c>atLeastOnce</c>.</param>
/// <param name="AlignmentTimeoutMs">After how long an alignment becomes unaligned, in milliseconds; null where it never does.</param>
/// <param name="FallsBack">Whether a restart may take an older one when the last one cannot be read and nothing was committed since.</param>
/// <param name="KeepOnCancel">Whether those of a cancelled job are kept.</param>
/// <param name="HistoryMax">How many that are over are remembered.</param>
public sealed record CheckpointRules(
    double? IntervalMs,
    double TimeoutMs,
    double MinPauseMs,
    int MaxConcurrent,
    int TolerableFailures,
    int Retained,
    string Mode,
    double? AlignmentTimeoutMs,
    bool FallsBack,
    bool KeepOnCancel,
    int HistoryMax);

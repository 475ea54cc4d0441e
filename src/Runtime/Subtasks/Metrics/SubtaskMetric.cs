namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>A metric of subtasks: its name, its kind, and where it is read; null for a subtask that has it not.</summary>
internal sealed record SubtaskMetric(string Name, bool IsCounter, string? Unit, Func<SubtaskLook, double?> Read)
{
    /// <summary>All of them, by Flink's names where Flink has one.</summary>
    public static IReadOnlyList<SubtaskMetric> All { get; } =
    [
        Counter("numRecordsIn", look => look.Head?.RecordsIn ?? 0),
        Counter("numRecordsOut", look => look.Outputs?.RecordsOut ?? 0),
        Gauge("numRecordsInPerSecond", null, look => look.Recent.RecordsInPerSecond),
        Gauge("numRecordsOutPerSecond", null, look => look.Recent.RecordsOutPerSecond),
        Counter("numBuffersInLocal", look => look.Head?.BatchesIn.Local ?? 0),
        Counter("numBuffersInRemote", look => look.Head?.BatchesIn.Remote ?? 0),
        Counter("numLateWatermarks", look => look.Head?.LateWatermarks ?? 0),
        Counter("numBuffersOut", look => look.Outputs?.BatchesOut ?? 0),
        Gauge("currentInputWatermark", Ms, look => look.InputWatermark),
        Gauge("currentOutputWatermark", Ms, look => look.OutputWatermark),
        Gauge("watermarkLag", Ms, look => look.WatermarkLag),
        Gauge("inputQueueLength", null, look => look.Head?.QueueLength ?? 0),
        Gauge("inPoolUsage", null, look => look.Head?.PoolUsage ?? 0),
        Gauge("outPoolUsage", null, look => look.Outputs?.PoolUsage ?? 0),
        Gauge("overdraftBatches", null, look => look.Outputs?.Overdraft ?? 0),
        Counter("overdraftWaits", look => look.Outputs?.OverdraftWaits ?? 0),
        Gauge("busyTimeMsPerSecond", Ms, look => look.Recent.Time.Busy),
        Gauge("idleTimeMsPerSecond", Ms, look => look.Recent.Time.Idle),
        Gauge("backPressuredTimeMsPerSecond", Ms, look => look.Recent.Time.BackPressured),
        Gauge("accumulateBusyTimeMs", Ms, look => look.Spent.BusyMs),
        Gauge("accumulateIdleTimeMs", Ms, look => look.Spent.IdleMs),
        Gauge("accumulateBackPressuredTimeMs", Ms, look => look.Spent.BackPressuredMs),
        Gauge("isBackPressured", null, look => look.IsBackPressured ? 1 : 0),
        Gauge("callTimeMs", Ms, look => look.CallTimeMs),
        Gauge("threadWaitMs", Ms, look => look.ThreadWaitMs),
        Gauge("checkpointAlignmentTime", "ns", look => look.Head?.Alignment.TotalNanoseconds ?? 0),
        Counter("barrierPauses", look => look.Pauses.Count),
        Gauge("barrierPauseMs", Ms, look => look.Pauses.LastMs),
        Gauge("barrierPauseMaxMs", Ms, look => look.Pauses.LongestMs),
        Gauge("restoredLocalBytes", "By", look => look.Restored?.Local.Bytes),
        Gauge("restoredFetchedBytes", "By", look => look.Restored?.Fetched.Bytes),
    ];

    private const string Ms = "ms";

    private static SubtaskMetric Counter(string name, Func<SubtaskLook, double?> read) => new(name, true, null, read);

    private static SubtaskMetric Gauge(string name, string? unit, Func<SubtaskLook, double?> read) => new(name, false, unit, read);
}

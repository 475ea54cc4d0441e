namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>A metric that every subtask has: its name, its kind, and where it is read.</summary>
internal sealed record SubtaskMetric(string Name, bool IsCounter, Func<SubtaskLook, double> Read)
{
    /// <summary>All of them, by Flink's names where Flink has one.</summary>
    public static IReadOnlyList<SubtaskMetric> All { get; } =
    [
        Counter("numRecordsIn", look => look.Head?.RecordsIn ?? 0),
        Counter("numRecordsOut", look => look.Outputs?.RecordsOut ?? 0),
        Counter("numBuffersInLocal", look => look.Head?.BatchesIn.Local ?? 0),
        Counter("numBuffersInRemote", look => look.Head?.BatchesIn.Remote ?? 0),
        Counter("numLateWatermarks", look => look.Head?.LateWatermarks ?? 0),
        Counter("numBuffersOut", look => look.Outputs?.BatchesOut ?? 0),
        Gauge("inputQueueLength", look => look.Head?.QueueLength ?? 0),
        Gauge("inPoolUsage", look => look.Head?.PoolUsage ?? 0),
        Gauge("outPoolUsage", look => look.Outputs?.PoolUsage ?? 0),
        Gauge("overdraftBatches", look => look.Outputs?.Overdraft ?? 0),
        Counter("overdraftWaits", look => look.Outputs?.OverdraftWaits ?? 0),
        Gauge("busyTimeMsPerSecond", look => look.Time.Busy),
        Gauge("idleTimeMsPerSecond", look => look.Time.Idle),
        Gauge("backPressuredTimeMsPerSecond", look => look.Time.BackPressured),
        Gauge("callTimeMs", look => look.CallTimeMs),
        Gauge("threadWaitMs", look => look.ThreadWaitMs),
        Counter("barrierPauses", look => look.Pauses.Count),
        Gauge("barrierPauseMs", look => look.Pauses.LastMs),
        Gauge("barrierPauseMaxMs", look => look.Pauses.LongestMs),
    ];

    private static SubtaskMetric Counter(string name, Func<SubtaskLook, double> read) => new(name, true, read);

    private static SubtaskMetric Gauge(string name, Func<SubtaskLook, double> read) => new(name, false, read);
}

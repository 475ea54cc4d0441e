namespace FlowActors.Runtime.Control.Coordination;

/// <summary>A metric of a job as a whole: its name, its kind, and where it is read.</summary>
internal sealed record JobMetric(string Name, bool IsCounter, string? Unit, Func<JobLook, DateTimeOffset, double> Read)
{
    /// <summary>All of them, by Flink's names.</summary>
    public static IReadOnlyList<JobMetric> All { get; } =
    [
        Gauge("uptime", Ms, (job, now) => TimeIn(JobStatus.Running, job, now)),
        Gauge("downtime", Ms, (job, now) => job.DownSince is { } since ? Since(since, now) : 0),
        Gauge("runningTime", Ms, (job, now) => TimeIn(JobStatus.Running, job, now)),
        Gauge("restartingTime", Ms, (job, now) => TimeIn(JobStatus.Restarting, job, now)),
        Gauge("failingTime", Ms, (job, now) => TimeIn(JobStatus.Failing, job, now)),
        Gauge("cancellingTime", Ms, (job, now) => TimeIn(JobStatus.Cancelling, job, now)),
        Counter("numRestarts", job => job.Restarts),
        Counter("totalNumberOfCheckpoints", job => job.Checkpoints.Triggered),
        Counter("numberOfCompletedCheckpoints", job => job.Checkpoints.Completed),
        Counter("numberOfFailedCheckpoints", job => job.Checkpoints.Aborted),
        Gauge("numberOfInProgressCheckpoints", null, (job, _) => job.Checkpoints.Triggered - job.Checkpoints.Completed - job.Checkpoints.Aborted),
        Gauge("lastCompletedCheckpointId", null, (job, _) => job.LastCheckpoint?.Id ?? None),
        Gauge("lastCheckpointDuration", Ms, (job, _) => job.LastCheckpoint?.Duration?.TotalMilliseconds ?? None),
        Gauge("lastCheckpointSize", Bytes, (job, _) => job.LastCheckpoint?.WrittenBytes ?? None),
        Gauge("lastCheckpointFullSize", Bytes, (job, _) => job.LastCheckpoint?.Bytes ?? None),
        Gauge("lastCheckpointRestoreTimestamp", Ms, (job, _) => job.RestoredAt?.ToUnixTimeMilliseconds() ?? None),
    ];

    private const string Ms = "ms";
    private const string Bytes = "By";

    // As in Flink, where there is nothing yet.
    private const double None = -1;

    /// <summary>The values of all of them.</summary>
    public static IReadOnlyDictionary<string, double> Of(JobLook job, DateTimeOffset now) => All.ToDictionary(m => m.Name, m => m.Read(job, now));

    private static double TimeIn(JobStatus status, JobLook job, DateTimeOffset now) => job.Status == status ? Since(job.Since, now) : 0;

    private static double Since(DateTimeOffset since, DateTimeOffset now) => Math.Max(0, (now - since).TotalMilliseconds);

    private static JobMetric Counter(string name, Func<JobLook, double> read) => new(name, true, null, (job, _) => read(job));

    private static JobMetric Gauge(string name, string? unit, Func<JobLook, DateTimeOffset, double> read) => new(name, false, unit, read);
}

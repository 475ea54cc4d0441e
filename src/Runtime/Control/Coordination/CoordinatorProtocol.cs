namespace FlowActors.Runtime.Control;

/// <summary>A message about one job; the job manager passes it on to the job's coordinator.</summary>
internal interface IJobMessage : IControlMessage
{
    JobId Job { get; }
}

/// <summary>What clients, job manager and coordinator of a job say to each other.</summary>
internal static class CoordinatorProtocol
{
    /// <summary>Stop the job; answered by <see cref="CancelTaken"/>. May be repeated.</summary>
    public sealed record CancelJob(JobId Job) : IJobMessage;

    /// <summary>The cancel is written down, or the job had ended.</summary>
    public sealed record CancelTaken(JobId Job) : IControlMessage;

    /// <summary>Answered at once by <see cref="JobView"/>.</summary>
    public sealed record GetJob(JobId Job) : IJobMessage;

    /// <summary>Answered by <see cref="JobView"/> when the job has ended. May be repeated.</summary>
    public sealed record AwaitJobEnd(JobId Job) : IJobMessage;

    /// <summary>Where a job stands.</summary>
    public sealed record JobView(
        JobSpec Job,
        JobStatus Status,
        int Attempt,
        DateTimeOffset SubmittedAt,
        DateTimeOffset? StartedAt,
        DateTimeOffset? EndedAt,
        IReadOnlyList<AttemptFailure> Failures,
        string? Reason,
        IReadOnlyDictionary<string, Tasks.AccumulatorValue> Accumulators) : IControlMessage;

    /// <summary>From coordinator to job manager: where may the attempt run? Answered by <see cref="AttemptPlaced"/>. May be repeated.</summary>
    public sealed record PlaceAttempt(JobId Job, int Attempt, int Slots) : IControlMessage;

    /// <summary>Where slot i of the attempt lives, by i.</summary>
    public sealed record AttemptPlaced(JobId Job, int Attempt, IReadOnlyList<Tasks.SlotLocation> Slots) : IControlMessage;

    /// <summary>The attempt cannot be placed, and waiting will not help.</summary>
    public sealed record PlacementRefused(JobId Job, int Attempt, string Reason) : IControlMessage;

    /// <summary>From coordinator to job manager: this is where the shard is.</summary>
    public sealed record ShardFound(string ShardId, string Node) : IControlMessage;

    /// <summary>A node has left the cluster, or is gone.</summary>
    public sealed record NodeLost(string Node) : IControlMessage;

    /// <summary>From coordinator to job manager: the job has ended; its slots are free.</summary>
    public sealed record JobEnded(JobId Job, JobStatus Status) : IControlMessage;

    /// <summary>The actor of a subtask is gone; within a coordinator only.</summary>
    public sealed record SubtaskGone(Tasks.SubtaskId Subtask);

    /// <summary>A subtask answered from another node than planned; within a coordinator only.</summary>
    public sealed record SubtaskMisplaced(Tasks.SubtaskId Subtask, string Node);

    /// <summary>Time has passed; within a coordinator only.</summary>
    public sealed record Wake
    {
        public static Wake Instance { get; } = new();
    }
}

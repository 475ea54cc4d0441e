namespace FlowActors;

/// <summary>Where a job stands.</summary>
public enum JobStatus
{
    /// <summary>Accepted; its subtasks are being deployed and opened.</summary>
    Created,

    /// <summary>All subtasks run.</summary>
    Running,

    /// <summary>An attempt has failed; the next starts after the delay of the restart strategy.</summary>
    Restarting,

    /// <summary>Subtasks are being stopped because of a cancel.</summary>
    Cancelling,

    /// <summary>Subtasks are being stopped because of a failure that will not be restarted.</summary>
    Failing,

    /// <summary>Ended: all input was processed and all results are complete.</summary>
    Finished,

    /// <summary>Ended: cancelled.</summary>
    Cancelled,

    /// <summary>Ended: failed.</summary>
    Failed,

    /// <summary>
    /// Stands still with its checkpoints: it was left by an earlier run of the process and nobody has resumed it, or what it is to begin with cannot be
    /// read or does not fit its code. The exceptions of the job tell which. It goes on when it is resumed, or with the next start of the host.
    /// </summary>
    Suspended,

    /// <summary>All subtasks stand still at a checkpoint; the next go on from it at another parallelism.</summary>
    Rescaling,
}

/// <summary>What follows from a <see cref="JobStatus"/>.</summary>
public static class JobStatusExtensions
{
    /// <summary>True when the status will not change any more.</summary>
    public static bool IsEnd(this JobStatus status) => status is JobStatus.Finished or JobStatus.Cancelled or JobStatus.Failed;
}

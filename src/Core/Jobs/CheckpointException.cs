namespace FlowActors;

/// <summary>A checkpoint or savepoint that was asked for did not complete.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>For a job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="jobName">Its name.</param>
    /// <param name="reason">Why it did not complete.</param>
    public CheckpointException(JobId jobId, string jobName, string reason)
        : base($"Job '{jobName}' ({jobId}): {reason}") => (JobId, JobName) = (jobId, jobName);

    /// <summary>The job.</summary>
    public JobId JobId { get; }

    /// <summary>The job's name.</summary>
    public string JobName { get; }
}

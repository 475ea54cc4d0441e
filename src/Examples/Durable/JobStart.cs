namespace FlowActors.Examples.Durable;

/// <summary>Waits for a job that begins.</summary>
internal static class JobStart
{
    /// <summary>Between two looks at a job.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns when all subtasks run, or the job has ended well.</summary>
    /// <param name="job">The job.</param>
    /// <param name="end">Its end.</param>
    /// <param name="failedBefore">The last failure that was known before.</param>
    /// <param name="cancellation">Gives the waiting up.</param>
    /// <exception cref="JobFailedException">It could not begin: what it restores does not fit, or is not there. It is not tried again.</exception>
    public static async Task AwaitAsync(IJobClient job, Task end, JobFailure? failedBefore, CancellationToken cancellation)
    {
        while (!end.IsCompleted && await job.GetStatusAsync(cancellation).ConfigureAwait(false) != JobStatus.Running)
        {
            if (await job.GetExceptionsAsync(cancellation).ConfigureAwait(false) is { Count: > 0 } failures
                && FailureWatch.Since(failedBefore, failures).FirstOrDefault() is { } failure && !end.IsCompleted)
                throw new JobFailedException(job.JobId, job.JobName, failure, innerException: null);
            await Task.WhenAny(end, Task.Delay(Poll, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }

        if (end.IsCompleted) await end.ConfigureAwait(false);
    }
}

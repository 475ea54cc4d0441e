using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Durable;

/// <summary>Tells of failures after which a job goes on: else somebody whose disk is full sees only that nothing gets on.</summary>
internal static class FailureWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Tells of each until the job has ended. The last one of a job that ends with it is its end's to tell.</summary>
    /// <param name="job">The job.</param>
    /// <param name="end">Its end.</param>
    /// <param name="known">The last failure that was known before.</param>
    /// <param name="error">Hears of them.</param>
    public static async Task TellAsync(IJobClient job, Task end, JobFailure? known, TextWriter error)
    {
        while (await Task.WhenAny(end, Task.Delay(Interval)).ConfigureAwait(false) != end)
        {
            if (await job.GetExceptionsAsync().ConfigureAwait(false) is not [.., var last] || last == known) continue;
            if (await job.GetStatusAsync().ConfigureAwait(false) is not (JobStatus.Running or JobStatus.Restarting)) continue;
            known = last;
            await error.WriteLineAsync(
                $"{FailureText.Of(new JobFailedException(job.JobId, job.JobName, last, innerException: null))} The job goes on from its last checkpoint.").ConfigureAwait(false);
        }
    }
}

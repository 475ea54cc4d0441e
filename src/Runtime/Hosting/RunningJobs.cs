using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control;

namespace FlowActors.Runtime.Hosting;

/// <summary>The jobs that still run when their host stops.</summary>
internal static class RunningJobs
{
    /// <summary>Cancels all of them and waits until they have ended, at most for the given time. Never throws.</summary>
    /// <param name="executor">The way to the jobs.</param>
    /// <param name="isResumable">Those that are left as they are: another run of the process goes on with them.</param>
    /// <param name="timeout">How long to wait for the others.</param>
    public static async Task CancelAllAsync(JobExecutor executor, Func<JobSpec, bool> isResumable, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            var jobs = await executor.GetRunningJobsAsync(isResumable, deadline.Token).ConfigureAwait(false);
            await Task.WhenAll(jobs.Select(j => CancelAsync(j, deadline.Token))).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or ObjectDisposedException)
        {
            // What has not ended by now ends with its node.
        }
    }

    private static async Task CancelAsync(IJobClient job, CancellationToken cancellationToken)
    {
        try
        {
            await job.CancelAsync(cancellationToken).ConfigureAwait(false);
            await job.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JobCancelledException or JobFailedException or KeyNotFoundException)
        {
            // Ended either way, perhaps so long ago that it is forgotten.
        }
    }
}

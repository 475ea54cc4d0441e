using FlowActors.Runtime.Client;

namespace FlowActors.Runtime.Hosting;

/// <summary>The jobs that still run when their host stops.</summary>
internal static class RunningJobs
{
    /// <summary>Cancels all of them and waits until they have ended, at most for the given time. Never throws.</summary>
    public static async Task CancelAllAsync(JobExecutor executor, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            var jobs = await executor.GetRunningJobsAsync(deadline.Token).ConfigureAwait(false);
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

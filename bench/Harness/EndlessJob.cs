namespace FlowActors.Bench.Harness;

/// <summary>Jobs that end only when they are told to.</summary>
internal static class EndlessJob
{
    /// <summary>Cancels one and waits until it has ended.</summary>
    /// <exception cref="BenchException">It has ended by itself.</exception>
    public static async Task CancelAsync(IJobClient job, CancellationToken cancellationToken)
    {
        await job.CancelAsync(cancellationToken);
        try
        {
            await job.WaitForEndAsync(cancellationToken);
        }
        catch (JobCancelledException)
        {
            return;
        }

        throw new BenchException("A job that never ends has ended.");
    }
}

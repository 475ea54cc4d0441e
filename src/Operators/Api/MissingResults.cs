namespace FlowActors;

/// <summary>Says why there are no collected results.</summary>
internal static class MissingResults
{
    private const string None = "There are no collected results: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static InvalidOperationException Explain(IJobClient? job, bool isSubmitted, bool isOpened)
    {
        if (job is not null) return Explain(job);
        if (isSubmitted) return new(None + "the program is being submitted. Await ExecuteAsync, and then the end of the job (IJobClient.WaitForEndAsync).");
        if (isOpened)
        {
            return new(
                None + "the job, which was not executed by the program's own environment, has not ended well, or not yet. Wait for its end " +
                "(IJobClient.WaitForEndAsync), which also tells a failure.");
        }

        return new(
            None + "the program was never executed in this process. Call ExecuteAsync of its environment and wait for the end of the job " +
            "(IJobClient.WaitForEndAsync); results of a job that other processes run are theirs: write them to a file.");
    }

    private static InvalidOperationException Explain(IJobClient job)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            // On the pool, where no context of the caller's can be waited for.
            var status = Task.Run(() => job.GetStatusAsync(patience.Token)).GetAwaiter().GetResult();
            if (status.IsEnd()) Task.Run(() => job.WaitForEndAsync(patience.Token)).GetAwaiter().GetResult();
            return status.IsEnd()
                ? new($"{None}job '{job.JobName}' has ended well, but its Collect ran in another process. Across processes write to a file instead.")
                : new($"{None}job '{job.JobName}' has not ended yet, it is {status}. Wait for its end (IJobClient.WaitForEndAsync) before you read them.");
        }
        catch (JobFailedException e)
        {
            return new($"{None}{e.Message}", e);
        }
        catch (JobCancelledException e)
        {
            return new($"{None}job '{job.JobName}' was cancelled.", e);
        }
        catch (Exception e)
        {
            return new($"{None}what became of job '{job.JobName}' cannot be found out: {e.Message}", e);
        }
    }
}

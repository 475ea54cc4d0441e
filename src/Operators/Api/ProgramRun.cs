using FlowActors.Graph;

namespace FlowActors;

/// <summary>Hands graphs of one program to an executor, and leads a job to its end where somebody waits for it.</summary>
/// <param name="executor">Runs them.</param>
/// <param name="listeners">Those of the program: told what becomes of each submission.</param>
internal sealed class ProgramRun(IJobExecutor executor, IReadOnlyList<IExecutionListener> listeners)
{
    /// <summary>Submits a job.</summary>
    /// <param name="graph">The job's.</param>
    /// <param name="cancellationToken">Gives up the submission, not the job.</param>
    public async Task<IJobClient> SubmitAsync(StreamGraph graph, CancellationToken cancellationToken)
    {
        foreach (var listener in listeners) listener.Submitting();
        try
        {
            var job = await executor.SubmitAsync(graph, cancellationToken).ConfigureAwait(false);
            foreach (var listener in listeners) listener.Accepted(job);
            return job;
        }
        catch (Exception)
        {
            foreach (var listener in listeners) listener.Refused();
            throw;
        }
    }

    /// <summary>Submits a job whose token is that of its whole run: one that is accepted after the cancel is cancelled then.</summary>
    /// <param name="graph">The job's.</param>
    /// <param name="cancellationToken">Cancels the job.</param>
    public async Task<IJobClient> SubmitToEndAsync(StreamGraph graph, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The token must not end the asking: what was sent arrives, and nobody would cancel that job.
        var submission = SubmitAsync(graph, CancellationToken.None);
        try
        {
            return await submission.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = CancelAcceptedAsync(submission);
            throw;
        }
    }

    /// <summary>Submits a job and waits until it has ended well.</summary>
    /// <param name="graph">The job's.</param>
    /// <param name="cancellationToken">Cancels the job.</param>
    public async Task<JobResult> ToEndAsync(StreamGraph graph, CancellationToken cancellationToken)
    {
        var job = await SubmitToEndAsync(graph, cancellationToken).ConfigureAwait(false);
        try
        {
            return await job.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await CancelAsync(job).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Cancels a job, unless its host is gone, and the job with it.</summary>
    public static async Task CancelAsync(IJobClient job)
    {
        try
        {
            await job.CancelAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // There is nobody to be told.
        }
    }

    private static async Task CancelAcceptedAsync(Task<IJobClient> submission)
    {
        try
        {
            await CancelAsync(await submission.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It was refused, or cannot be reached: whoever would be told has gone already.
        }
    }
}

namespace FlowActors.Examples.CommandLine;

/// <summary>Runs a program from its submission to its end.</summary>
internal static class JobRun
{
    /// <summary>Runs a program on an embedded cluster of one node.</summary>
    /// <param name="build">Writes the program down and gives what its results will be in.</param>
    /// <param name="jobName">The job's name.</param>
    /// <param name="state">Where its state is kept.</param>
    /// <param name="progress">As in <see cref="ToEndAsync"/>.</param>
    /// <param name="verbose">Whether to log.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <returns>The results, complete.</returns>
    public static async Task<T> OnOneNodeAsync<T>(
        Func<StreamExecutionEnvironment, T> build, string jobName, StateOptions state, JobProgress? progress, bool verbose, CancellationToken cancellation)
    {
        var host = await ExampleHost.StartAsync(new HostSettings(state), verbose, cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            var env = host.CreateEnvironment();
            var results = build(env);
            await ToEndAsync(env, jobName, progress, cancellation).ConfigureAwait(false);
            return results;
        }
    }

    /// <summary>Runs the program of an environment.</summary>
    /// <param name="env">The environment that holds the program.</param>
    /// <param name="jobName">The job's name.</param>
    /// <param name="progress">Shows progress while the job runs; null for a job that is soon over.</param>
    /// <param name="cancellation">Cancels the job.</param>
    /// <exception cref="JobValidationException">The program cannot run.</exception>
    /// <exception cref="JobFailedException">The job failed.</exception>
    /// <exception cref="OperationCanceledException">The job was cancelled, and has ended.</exception>
    public static async Task<JobResult> ToEndAsync(
        StreamExecutionEnvironment env, string jobName, JobProgress? progress, CancellationToken cancellation)
    {
        var job = await env.ExecuteAsync(jobName, cancellation).ConfigureAwait(false);
        var end = job.WaitForEndAsync(CancellationToken.None);
        var shown = progress?.ShowAsync(job, end) ?? Task.CompletedTask;
        try
        {
            return await end.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await job.CancelAsync(CancellationToken.None).ConfigureAwait(false);
            await Task.WhenAny(end).ConfigureAwait(false);
            throw;
        }
        finally
        {
            await shown.ConfigureAwait(false);
        }
    }
}

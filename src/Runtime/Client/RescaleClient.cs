using FlowActors.Runtime.Control.Coordination;
using static FlowActors.Runtime.Control.Coordination.RescaleProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>Gives running jobs another parallelism, and shows when they got one. Thread-safe.</summary>
internal sealed class RescaleClient(ControlClient control)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks for another parallelism; that is under way when this returns, or refused, or over. One that is repeated by the same name is the same one.</summary>
    /// <param name="job">The job.</param>
    /// <param name="request">Names the request.</param>
    /// <param name="parallelism">How many subtasks each operator is to have that has no parallelism of its own.</param>
    /// <param name="cancellationToken">Gives the waiting for the answer up.</param>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public async Task<RescaleProgress> BeginAsync(JobId job, string request, int parallelism, CancellationToken cancellationToken)
    {
        var begun = await AskAsync(job, request, parallelism, cancellationToken).ConfigureAwait(false);
        if (!begun.IsOver) _ = FollowAsync(job, request, parallelism);
        return begun;
    }

    /// <summary>How far a rescale is that was asked for; null when the request is not known (any more), as after its coordinator has moved.</summary>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public async Task<RescaleProgress?> FindAsync(JobId job, string request, CancellationToken cancellationToken) =>
        (await control.AskAsync<RescaleRequest>(new GetRescaleRequest(job, request), cancellationToken).ConfigureAwait(false)).Progress;

    /// <summary>The last rescales of a job.</summary>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public Task<JobRescales> ListAsync(JobId job, CancellationToken cancellationToken) => control.AskAsync<JobRescales>(new GetRescales(job), cancellationToken);

    private async Task<RescaleProgress> AskAsync(JobId job, string request, int parallelism, CancellationToken cancellationToken) =>
        (await control.AskAsync<RescaleRequest>(new RescaleJob(job, request, parallelism), cancellationToken).ConfigureAwait(false)).Progress!;

    // What it ends with is kept by the coordinator; here nobody waits for it. The next coordinator is asked again.
    private async Task FollowAsync(JobId job, string request, int parallelism)
    {
        try
        {
            await RunAsync(job, request, parallelism, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is KeyNotFoundException or ObjectDisposedException or JobValidationException)
        {
            // The job is forgotten, or the host has stopped.
        }
    }

    /// <summary>
    /// Asks for another parallelism, and waits until that is done, or will not be. Should the coordinator be lost meanwhile, the next one is asked again: it
    /// has either gone on, and says so, or begins anew.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="parallelism">How many subtasks each operator is to have that has no parallelism of its own.</param>
    /// <param name="cancellationToken">Gives the waiting up.</param>
    public Task<RescaleProgress> RunAsync(JobId job, int parallelism, CancellationToken cancellationToken) =>
        RunAsync(job, Guid.NewGuid().ToString("n"), parallelism, cancellationToken);

    private async Task<RescaleProgress> RunAsync(JobId job, string request, int parallelism, CancellationToken cancellationToken)
    {
        while (true)
        {
            var progress = await AskAsync(job, request, parallelism, cancellationToken).ConfigureAwait(false);
            if (progress.IsOver) return progress;
            await Task.Delay(LookInterval, cancellationToken).ConfigureAwait(false);
        }
    }
}

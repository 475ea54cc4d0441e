using FlowActors.Runtime.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlowActors.Http.Health;

/// <summary>Whether the job manager answers, wherever in the cluster it is.</summary>
internal sealed class JobManagerCheck(JobExecutor jobs) : IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    // None has it.
    private const string NoJob = "";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            await jobs.ListAsync(NoJob, timeout.Token).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"The job manager has not answered within {Timeout.TotalSeconds:N0} s.");
        }
        catch (NodeNotStartedException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
        catch (Exception e) when (e is TimeoutException or ObjectDisposedException)
        {
            return HealthCheckResult.Unhealthy("The job manager cannot be reached: the host has stopped, or is stopping.");
        }
    }
}

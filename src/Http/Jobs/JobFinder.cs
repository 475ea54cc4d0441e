using FlowActors.Runtime.Client;

namespace FlowActors.Http.Jobs;

/// <summary>Finds a job by its id, or by its name: of several with that name the last one that has not ended, or the last one.</summary>
internal sealed class JobFinder(JobExecutor jobs)
{
    /// <exception cref="Problem">There is none.</exception>
    public async Task<(JobId Id, string Name, JobStatus Status)> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        var named = await jobs.ListAsync(idOrName, cancellationToken).ConfigureAwait(false);
        if (named.Count == 0)
            throw Problem.NotFound("There is no such job", $"There is no job with the id or the name '{idOrName}'. GET /jobs lists those that there are.");
        return named.Any(j => !j.Status.IsEnd()) ? named.Last(j => !j.Status.IsEnd()) : named[^1];
    }
}

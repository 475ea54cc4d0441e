using FlowActors.Runtime.Client;

namespace FlowActors.Http.Jobs;

/// <summary>Finds a job by its id, or by its name: of several with that name the last one that has not ended, or the last one.</summary>
internal sealed class JobFinder(JobExecutor jobs)
{
    /// <exception cref="Problem">There is none.</exception>
    public async Task<(JobId Id, JobStatus Status)> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        var all = await jobs.ListAsync(cancellationToken).ConfigureAwait(false);
        var named = all.Where(j => j.Id.ToString() == idOrName || j.Name == idOrName).ToList();
        if (named.Count == 0)
            throw Problem.NotFound("There is no such job", $"There is no job with the id or the name '{idOrName}'. GET /jobs lists those that there are.");
        var (id, _, status) = named.FindLast(j => !j.Status.IsEnd()) is { Id.Value: not null } running ? running : named[^1];
        return (id, status);
    }
}

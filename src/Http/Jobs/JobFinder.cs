using FlowActors.Client.Wire;
using FlowActors.Runtime.Client;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.Jobs;

/// <summary>Finds a job by its id, or by its name: of several with that name the last one that has not ended, or the last one.</summary>
internal sealed class JobFinder(JobExecutor jobs)
{
    /// <summary>The job that stands in the path of a request.</summary>
    /// <exception cref="Problem">There is none.</exception>
    public Task<FoundJob> FindAsync(HttpContext context, CancellationToken cancellationToken) => FindAsync(PathText.Of(context, "job")!, cancellationToken);

    /// <exception cref="Problem">There is none.</exception>
    public async Task<FoundJob> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        var named = await jobs.ListAsync(idOrName, cancellationToken).ConfigureAwait(false);
        if (named.Count == 0)
            throw Problem.NotFound(ProblemTitles.NoJob, $"There is no job with the id or the name '{idOrName}'. GET /jobs lists those that there are.");
        // A name may look like the id of another job.
        var byId = named.Where(j => j.Id.ToString() == idOrName).ToList();
        var (id, name, status) = byId is [var one] ? one : named.Any(j => !j.Status.IsEnd()) ? named.Last(j => !j.Status.IsEnd()) : named[^1];
        return new FoundJob(id, name, status);
    }
}

/// <summary>A job that somebody has named.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Where it stood a moment ago.</param>
internal readonly record struct FoundJob(JobId Id, string Name, JobStatus Status)
{
    public void Deconstruct(out JobId id, out JobStatus status) => (id, status) = (Id, Status);
}

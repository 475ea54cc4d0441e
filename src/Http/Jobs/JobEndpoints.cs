using FlowActors.Client.Jobs;
using FlowActors.Runtime.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Jobs;

/// <summary>The jobs of a host.</summary>
internal sealed class JobEndpoints(JobExecutor jobs)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/jobs", List).Answers<JobList>("jobs", "The jobs that are remembered");

    private async Task<IResult> List(HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var all = await jobs.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return Json(new JobList([.. all.Select(j => new JobSummary(j.Id.ToString(), j.Name, j.Status.ToString()))]));
    }
}

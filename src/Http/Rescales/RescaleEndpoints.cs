using System.Text.Json;
using FlowActors.Client.Operations;
using FlowActors.Client.Rescales;
using FlowActors.Http.Jobs;
using FlowActors.Http.Operations;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control.Coordination;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Rescales;

/// <summary>The parallelism of running jobs.</summary>
internal sealed class RescaleEndpoints(JobFinder jobs, RescaleClient rescales)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/jobs/{job}/rescale", Rescale).Acts<RescaleRequest>()
            .Answers<Operation>("rescale", "Gives a running job another parallelism", StatusCodes.Status202Accepted);
        routes.MapGet("/jobs/{job}/rescales", List).Answers<RescaleList>("rescales", "When a job got another parallelism, the latest first");
    }

    private async Task<IResult> Rescale(string job, HttpContext context, LinkGenerator links, CancellationToken cancellationToken)
    {
        var asked = await RequestBody.ReadAsync<RescaleRequest>(context.Request, null, cancellationToken).ConfigureAwait(false);
        var name = OperationIds.NameOf(asked.Request);
        var (id, _) = await jobs.FindAsync(context, cancellationToken).ConfigureAwait(false);
        var progress = await rescales.BeginAsync(id, name, asked.Parallelism, cancellationToken).ConfigureAwait(false);
        switch (progress.Refusal)
        {
            case RescaleRefusal.Impossible: throw Problem.Wrong("The job cannot have that parallelism", $"Job {id} cannot have a parallelism of {asked.Parallelism}. {progress.Failure}");
            case RescaleRefusal.NotNow: throw Problem.Conflict("The job cannot be rescaled now", $"Job {id} stays as it is. {progress.Failure}");
        }

        if (progress.Parallelism != asked.Parallelism)
            throw Problem.Conflict("The request was another one", $"The request '{name}' of job {id} has asked for something else. Give this one another name, or none.");
        return OperationEndpoints.Accepted(OperationAnswers.Of(id, name, progress), context, links);
    }

    private async Task<IResult> List(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var (id, _) = await jobs.FindAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        var told = await rescales.ListAsync(id, cancellationToken).ConfigureAwait(false);
        return Json(new RescaleList(told.Parallelism, [.. told.All.Select(InfoOf)]));
    }

    private static RescaleInfo InfoOf(RescaleLine line) => new(
        JsonNamingPolicy.CamelCase.ConvertName(line.Why.ToString()),
        line.From,
        line.To,
        line.Failure is not null ? Operation.Failed : line.IsUnderWay ? Operation.InProgress : Operation.Completed,
        line.StartedAt,
        line.EndedAt,
        line.Checkpoint,
        line.BytesMoved,
        line.Pause is { } p
            ? new RescalePauseInfo(
                p.Total.TotalMilliseconds,
                p.Align.TotalMilliseconds,
                p.Snapshot.TotalMilliseconds,
                p.Move.TotalMilliseconds,
                p.Restore.TotalMilliseconds,
                p.Resume.TotalMilliseconds)
            : null,
        line.Failure);
}

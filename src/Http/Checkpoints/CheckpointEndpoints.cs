using FlowActors.Client.Checkpoints;
using FlowActors.Http.Jobs;
using FlowActors.Runtime.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Checkpoints;

/// <summary>The checkpoints of a job, as they were and are.</summary>
internal sealed class CheckpointEndpoints(JobFinder jobs, SnapshotClient client)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs/{job}/checkpoints", List).Answers<CheckpointList>("checkpoints", "The checkpoints of a job: how many, the last ones, what they took");
        routes.MapGet("/jobs/{job}/checkpoints/config", Rules).Answers<CheckpointRules>("checkpoint-rules", "When a job takes checkpoints");
        routes.MapGet("/jobs/{job}/checkpoints/{checkpoint}", One).Answers<CheckpointDetails>("checkpoint", "A checkpoint, by vertex and subtask");
    }

    private async Task<IResult> List(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var (id, _) = await jobs.FindAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        return Json(CheckpointAnswers.Of(await client.ListAsync(id, cancellationToken).ConfigureAwait(false)));
    }

    private async Task<IResult> Rules(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var (id, _) = await jobs.FindAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        var all = await client.ListAsync(id, cancellationToken).ConfigureAwait(false);
        return Json(CheckpointAnswers.Of(all.Settings ?? throw Problem.NotFound(
            "The job takes no checkpoints", $"Job {id} takes none: it needs a data folder (flowactors.journal.data-folder) or an interval, or it is suspended.")));
    }

    private async Task<IResult> One(string job, string checkpoint, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        if (!IsNumber(checkpoint, out var number)) throw Problem.Wrong("That is no checkpoint", $"'{checkpoint}' is no number of a checkpoint.");
        var (id, _) = await jobs.FindAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        var parts = await client.FindPartsAsync(id, number, cancellationToken).ConfigureAwait(false)
            ?? throw Problem.NotFound(
                "There is no such checkpoint",
                $"Job {id} has no checkpoint {number} that is under way, nor among the last that are over (flowactors.checkpoints.history says how many are remembered). GET /jobs/{id}/checkpoints lists them.");
        var all = await client.ListAsync(id, cancellationToken).ConfigureAwait(false);
        return Json(CheckpointAnswers.Of(parts, all.Kept));
    }

    private static bool IsNumber(string text, out long number) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);
}

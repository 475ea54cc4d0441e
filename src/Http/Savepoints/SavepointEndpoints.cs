using FlowActors.Client.Operations;
using FlowActors.Client.Savepoints;
using FlowActors.Http.Operations;
using FlowActors.Runtime.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Savepoints;

/// <summary>The savepoints on disk.</summary>
internal sealed class SavepointEndpoints(JobExecutor executor, SavepointFolders folders, SavepointFiles files)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/savepoints", List).Answers<SavepointList>("savepoints", "The savepoints below the folders of savepoints");
        routes.MapPost("/savepoints/dispose", Dispose).Acts<SavepointDisposal>().Answers<Operation>("dispose-savepoint", "Deletes a savepoint", StatusCodes.Status202Accepted);
    }

    private async Task<IResult> List(HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        return Json(await Task.Run(() => files.List(folders.All, cancellationToken), cancellationToken).ConfigureAwait(false));
    }

    private async Task<IResult> Dispose(HttpContext context, LinkGenerator links, CancellationToken cancellationToken)
    {
        var asked = await RequestBody.ReadAsync<SavepointDisposal>(context.Request, null, cancellationToken).ConfigureAwait(false);
        var folder = folders.Find(asked.Path);
        var metadata = await Task.Run(() => files.Read(folder), cancellationToken).ConfigureAwait(false);
        if (await new SavepointUse(executor).FindAsync(folder, metadata, cancellationToken).ConfigureAwait(false) is { } use)
            throw Problem.Conflict("The savepoint is needed", $"'{folder}' is not deleted: {use}");
        var request = OperationIds.NameOf(null);
        var (node, disposal) = executor.Disposals.Begin(request, folder, () => files.Delete(folder, metadata));
        return OperationEndpoints.Accepted(OperationAnswers.Of(node, request, disposal), context, links);
    }
}

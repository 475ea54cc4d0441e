using FlowActors.Client.Operations;
using FlowActors.Client.Wire;
using FlowActors.Http.Jobs;
using FlowActors.Http.Nodes;
using FlowActors.Http.Savepoints;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Operations;

/// <summary>Snapshots that are asked for, and how far they are.</summary>
internal sealed class OperationEndpoints(JobFinder jobs, JobExecutor executor, SavepointFolders folders)
{
    /// <summary>The name of the endpoint that tells of one operation.</summary>
    public const string Operation = "operation";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/jobs/{job}/checkpoints", Checkpoint).Acts<CheckpointRequest>(isOptional: true)
            .Answers<Operation>("take-checkpoint", "Takes a checkpoint", StatusCodes.Status202Accepted);
        routes.MapPost("/jobs/{job}/savepoints", Savepoint).Acts<SavepointRequest>(isOptional: true)
            .Answers<Operation>("take-savepoint", "Takes a savepoint", StatusCodes.Status202Accepted);
        routes.MapPost("/jobs/{job}/stop", Stop).Acts<StopRequest>(isOptional: true)
            .Answers<Operation>("stop", "Stops a job with a savepoint", StatusCodes.Status202Accepted);
        routes.MapGet("/operations/{id}", Find).Answers<Operation>(Operation, "How far an operation is");
    }

    private async Task<IResult> Checkpoint(string job, HttpContext context, LinkGenerator links, CancellationToken cancellationToken)
    {
        var asked = await RequestBody.ReadAsync(context.Request, new CheckpointRequest(), cancellationToken).ConfigureAwait(false);
        return await Begin(CheckpointKind.Checkpoint, asked.Request, false, null, null, context, links, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IResult> Savepoint(string job, HttpContext context, LinkGenerator links, CancellationToken cancellationToken)
    {
        var asked = await RequestBody.ReadAsync(context.Request, new SavepointRequest(), cancellationToken).ConfigureAwait(false);
        return await Begin(CheckpointKind.Savepoint, asked.Request, true, asked.Target, asked.Form, context, links, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IResult> Stop(string job, HttpContext context, LinkGenerator links, CancellationToken cancellationToken)
    {
        var asked = await RequestBody.ReadAsync(context.Request, new StopRequest(), cancellationToken).ConfigureAwait(false);
        var kind = asked.Drain ? CheckpointKind.DrainWithSavepoint : CheckpointKind.StopWithSavepoint;
        return await Begin(kind, asked.Request, true, asked.Savepoint, asked.Form, context, links, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IResult> Begin(
        CheckpointKind kind,
        string? request,
        bool isSavepoint,
        string? target,
        string? formName,
        HttpContext context,
        LinkGenerator links,
        CancellationToken cancellationToken)
    {
        var (name, form) = (OperationIds.NameOf(request), FormOf(formName));
        var (job, status) = await jobs.FindAsync(context, cancellationToken).ConfigureAwait(false);
        var folder = isSavepoint ? folders.Find(target ?? $"savepoint-{job.ToString()[..8]}-{name}") : null;
        var known = request is null ? null : await executor.Snapshots.FindAsync(job, name, cancellationToken).ConfigureAwait(false);
        if (known is not null) RefuseAnother(known);
        else RefuseWhatStandsStill(job, status);
        // What has failed may have failed by what is over by now.
        var isBegun = known is null || (known.Failure is not null && !StandsStill(status));
        var progress = isBegun
            ? await executor.Snapshots.BeginAsync(job, name, kind, folder, form, known?.EndedAt, cancellationToken).ConfigureAwait(false)
            : known!;
        RefuseAnother(progress);
        return Accepted(OperationAnswers.Of(job, name, progress), context, links);

        void RefuseAnother(SnapshotProgress other)
        {
            if (other.Kind != kind || other.Target != folder || other.IsNative != (form == SnapshotForm.Native))
                throw Problem.Conflict("The request was another one", $"The request '{name}' of job {job} has asked for something else. Give this one another name, or none.");
        }
    }

    private async Task<IResult> Find(string id, HttpRequest request, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        if (OperationIds.TryReadDisposal(id, out var node, out var disposal)) return Json(await DisposalAsync(id, node, disposal, cancellationToken).ConfigureAwait(false));
        if (!OperationIds.TryRead(id, out var job, out var name)) throw Unknown(id);
        var progress = await executor.Snapshots.FindAsync(job.Value, name, cancellationToken).ConfigureAwait(false);
        if (progress is not null) return Json(OperationAnswers.Of(job.Value, name, progress));
        return Json(await executor.Rescales.FindAsync(job.Value, name, cancellationToken).ConfigureAwait(false) is { } rescale ? OperationAnswers.Of(job.Value, name, rescale) : throw Unknown(id));
    }

    private async Task<Operation> DisposalAsync(string id, string node, string name, CancellationToken cancellationToken)
    {
        var address = (await executor.Nodes.AllAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(n => NodeNames.Of(n) == node) ?? throw Gone();
        var seen = await executor.Disposals.FindAsync(address, name, cancellationToken).ConfigureAwait(false) ?? throw Gone();
        return seen.Disposal is { } disposal ? OperationAnswers.Of(address, name, disposal) : throw UnknownDisposal(id, node);

        Problem Gone() => Problem.NotFound(
            "The node of the operation is gone",
            $"The node '{node}', which was asked for '{id}', is not in the cluster, and no other one knows what became of it. GET /savepoints lists the savepoints that there are.");
    }

    /// <summary>The answer to what is under way from here on.</summary>
    public static IResult Accepted(Operation operation, HttpContext context, LinkGenerator links)
    {
        context.Response.Headers.Location = links.GetPathByName(context, Operation, new { id = operation.Id });
        return Json(operation, StatusCodes.Status202Accepted);
    }

    private static bool StandsStill(JobStatus status) => status.IsEnd() || status == JobStatus.Suspended;

    private static void RefuseWhatStandsStill(JobId job, JobStatus status)
    {
        if (status.IsEnd()) throw Problem.Conflict("The job has ended", $"Job {job} is {status}: nothing can be taken of it any more.");
        if (status == JobStatus.Suspended) throw Problem.Conflict("The job is suspended", $"Job {job} stands still, with its last checkpoint. Resume it first: POST /jobs/{job}/resume.");
    }

    private static SnapshotForm FormOf(string? name) => name switch
    {
        null or "canonical" => SnapshotForm.Canonical,
        "native" => SnapshotForm.Native,
        _ => throw Problem.Wrong("There is no such form", $"'form' is '{name}': it is canonical or native."),
    };

    private static Problem Unknown(string id) => Problem.NotFound(
        ProblemTitles.NoOperation, $"There is no operation '{id}': there never was, or it was over long ago and is forgotten. GET /jobs/{{job}}/checkpoints has the last ones of a job.");

    private static Problem UnknownDisposal(string id, string node) => Problem.NotFound(
        ProblemTitles.NoOperation,
        $"The node '{node}' knows of no operation '{id}': there never was, it was over long ago, or the node has started anew. GET /savepoints lists the savepoints that there are.");
}

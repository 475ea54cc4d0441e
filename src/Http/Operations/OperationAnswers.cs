using FlowActors.Client.Operations;
using FlowActors.Http.Nodes;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;

namespace FlowActors.Http.Operations;

/// <summary>Operations as they are answered.</summary>
internal static class OperationAnswers
{
    public static Operation Of(JobId job, string request, SnapshotProgress progress) => new(
        OperationIds.Of(job, request),
        progress.Kind switch
        {
            CheckpointKind.Savepoint => "savepoint",
            CheckpointKind.StopWithSavepoint => "stop",
            CheckpointKind.DrainWithSavepoint => "drain",
            _ => "checkpoint",
        },
        job.ToString(),
        StatusOf(progress.IsOver, progress.Failure),
        progress.StartedAt,
        progress.EndedAt,
        progress.Checkpoint is { } checkpoint ? new OperationResult(checkpoint, progress.Target) : null,
        progress.Failure);

    public static Operation Of(string node, string request, Disposal disposal) => new(
        OperationIds.OfDisposal(NodeNames.Of(node), request),
        "dispose",
        null,
        StatusOf(disposal.EndedAt is not null, disposal.Failure),
        disposal.StartedAt,
        disposal.EndedAt,
        disposal is { EndedAt: not null, Failure: null } ? new OperationResult(null, disposal.Path) : null,
        disposal.Failure);

    public static Operation Of(JobId job, string request, RescaleProgress progress) => new(
        OperationIds.Of(job, request),
        "rescale",
        job.ToString(),
        StatusOf(progress.IsOver, progress.Failure),
        progress.StartedAt,
        progress.EndedAt,
        progress is { IsOver: true, Failure: null } ? new OperationResult(null, null) { Parallelism = progress.Parallelism } : null,
        progress.Failure);

    private static string StatusOf(bool isOver, string? failure) => failure is not null ? Operation.Failed : isOver ? Operation.Completed : Operation.InProgress;
}

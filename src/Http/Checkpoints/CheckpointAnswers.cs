using System.Text.Json;
using FlowActors.Client.Checkpoints;
using FlowActors.Client.Operations;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Coordination;

namespace FlowActors.Http.Checkpoints;

/// <summary>Checkpoints as they are answered.</summary>
internal static class CheckpointAnswers
{
    public static CheckpointList Of(SnapshotProtocol.JobCheckpoints all)
    {
        var (totals, lines) = (all.Totals, all.Page.Select(line => Of(line, all.Kept)).ToList());
        return new CheckpointList(
            new CheckpointCounts(totals.Triggered, totals.Triggered - totals.Completed - totals.Aborted, totals.Completed, totals.Aborted),
            totals.Completed == 0 ? null : SummaryOf(totals),
            new LatestCheckpoints(
                LineOf(all.LastCompleted), LineOf(all.LastSavepoint), LineOf(all.LastAborted), all.Restored is { } r ? new RestoredCheckpoint(r.Checkpoint, r.Folder) : null),
            [.. lines.Where(line => line.EndedAt is null)],
            [.. lines.Where(line => line.EndedAt is not null)]);

        CheckpointInfo? LineOf(CheckpointLine? line) => line is null ? null : Of(line, all.Kept);
    }

    public static CheckpointDetails Of(SnapshotProtocol.CheckpointParts parts, IReadOnlyList<long> kept) =>
        new(Of(parts.Line!, kept), [.. parts.Subtasks.GroupBy(s => s.Subtask.Vertex).Select(VertexOf)]);

    public static CheckpointRules Of(CheckpointSettings settings) => new(
        settings.Interval?.TotalMilliseconds,
        settings.Timeout.TotalMilliseconds,
        settings.MinPause.TotalMilliseconds,
        settings.MaxConcurrent,
        settings.TolerableFailures,
        settings.Retained,
        settings.Mode switch
        {
            CheckpointMode.Aligned => "aligned",
            CheckpointMode.Unaligned => "unaligned",
            CheckpointMode.AlignedWithTimeout => "alignedWithTimeout",
            _ => "atLeastOnce",
        },
        settings.Mode == CheckpointMode.AlignedWithTimeout ? settings.AlignmentTimeout.TotalMilliseconds : null,
        settings.FallsBack,
        settings.KeepOnCancel,
        settings.HistoryMax);

    private static CheckpointInfo Of(CheckpointLine line, IReadOnlyList<long> kept) => new(
        line.Id,
        JsonNamingPolicy.CamelCase.ConvertName(line.Kind.ToString()),
        line.Failure is not null ? Operation.Failed : line.EndedAt is null ? Operation.InProgress : Operation.Completed,
        line.TriggeredAt,
        line.EndedAt,
        (long?)line.Duration?.TotalMilliseconds,
        line.Bytes,
        line.WrittenBytes,
        line.InFlightBytes,
        line.LongestAlignment.TotalMilliseconds,
        line.LongestSyncPhase.TotalMilliseconds,
        line.Subtasks,
        line.Acknowledged,
        kept.Contains(line.Id),
        line.Target,
        line.Failure?.ToString(),
        line.Cause);

    private static CheckpointSummary SummaryOf(CheckpointTotals totals)
    {
        return new CheckpointSummary(
            RangeOf(totals.Milliseconds), RangeOf(totals.Bytes), RangeOf(totals.WrittenBytes), RangeOf(totals.InFlightBytes), RangeOf(totals.AlignmentMilliseconds));

        NumberRange RangeOf(Spread spread) => new(spread.Least, spread.Sum / totals.Completed, spread.Most);
    }

    private static VertexCheckpoint VertexOf(IGrouping<int, CheckpointSubtask> vertex) => new(
        vertex.Key,
        vertex.First().Vertex ?? "",
        vertex.Count(s => s.IsFinished || s.AcknowledgedAt is not null),
        vertex.Sum(s => s.Bytes),
        [.. vertex.Select(SubtaskOf)]);

    private static SubtaskCheckpoint SubtaskOf(CheckpointSubtask part) => new(
        part.Subtask.Index,
        part.IsFinished ? "finished" : part.AcknowledgedAt is null ? "awaited" : "acknowledged",
        part.AcknowledgedAt,
        part.Times.StartDelay.TotalMilliseconds,
        part.Times.Alignment.TotalMilliseconds,
        part.Times.SyncPhase.TotalMilliseconds,
        part.Times.AsyncPhase.TotalMilliseconds,
        part.Bytes,
        part.WrittenBytes,
        part.Times.InFlightBytes);
}

using FlowActors.Client.Why;
using FlowActors.Http.Vertices;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Coordination;

namespace FlowActors.Http.Why;

/// <summary>Checkpoints that wait: since when, and for whom.</summary>
internal static class WhyCheckpoints
{
    public static IEnumerable<WhyFinding> Find(WhySight sight) => sight.Job.Pending
        .Where(p => sight.IsLong((sight.Now - p.TriggeredAt).TotalMilliseconds)).Select(p => Of(sight, p));

    private static WhyFinding Of(WhySight sight, PendingLine pending)
    {
        var what = pending.Kind.IsSavepoint ? "Savepoint" : "Checkpoint";
        var text = $"{what} {pending.Id} has waited for {WhyText.Duration((sight.Now - pending.TriggeredAt).TotalMilliseconds)}";
        if (pending.Stage != PendingStage.Subtasks || pending.Subtasks.Count == 0)
        {
            var part = pending.Stage == PendingStage.Metadata ? "its metadata to be written" : "the enumerators of sources";
            return new WhyFinding("checkpointWaits", null, null, null, pending.TriggeredAt, $"{text} for {part}.", Checkpoint: pending.Id);
        }

        // A barrier waits behind a full output for who is behind that; those behind wait for it.
        var all = pending.Subtasks.ToLookup(s => s.Vertex);
        var able = all.Where(g => !g.Any(s => IsPressed(sight, s))).Select(g => g.Key).ToHashSet();
        var first = all.OrderBy(g => !able.Contains(g.Key)).ThenBy(g => sight.VertexOf(g.Key)?.Inputs.Any(able.Contains) == true).ThenBy(g => g.Key).First();
        var subtasks = first.Select(s => s.Index).ToList();
        var others = pending.Missing - subtasks.Count;
        var more = others > 0 ? $", and for {others} {(others == 1 ? "subtask" : "subtasks")} before or behind" : "";
        return new WhyFinding(
            "checkpointWaits", first.Key, sight.NameOf(first.Key), subtasks is [var only] ? only : null, pending.TriggeredAt,
            $"{text} for {(subtasks.Count == 1 ? "subtask" : "subtasks")} {WhyText.Numbers(subtasks)} of '{sight.NameOf(first.Key)}'{more}: " +
            "the barrier has not passed there, or the state is still written.",
            Checkpoint: pending.Id,
            Subtasks: [.. pending.Subtasks.Select(s => $"{s.Vertex}-{s.Index}")]);
    }

    private static bool IsPressed(WhySight sight, SubtaskNumber subtask) =>
        sight.DetailsOf(subtask.Vertex, subtask.Index) is { } details && details.Recent.BackPressured / 1000 > VertexAnswers.LowMax;
}

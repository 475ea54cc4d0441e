using FlowActors.Client.Why;
using FlowActors.Runtime.Control.Coordination;

namespace FlowActors.Http.Why;

/// <summary>A job that does not run, or begins again and again: because of what.</summary>
internal static class WhyStanding
{
    // One failure is over with its restart; several in a row are what holds a job back.
    private const int FailuresMin = 2;

    private static readonly TimeSpan s_recently = TimeSpan.FromMinutes(5);

    public static IEnumerable<WhyFinding> Find(WhySight sight)
    {
        var view = sight.Job.View;
        var last = view.Failures is [.., var failure] ? failure : null;
        // While it has not ended, that is what its slots wait for.
        if (!view.Status.IsEnd() && view.Reason is { } waits) yield return new WhyFinding("notRunning", null, null, null, null, $"Its subtasks have no place. {waits}");
        switch (view.Status)
        {
            case JobStatus.Running:
                var recent = view.Failures.Where(f => sight.Now - f.At <= s_recently).ToList();
                if (recent.Count < FailuresMin) break;
                var often = $"It has failed {recent.Count} times within five minutes and began again, the last time because of";
                yield return Of(sight, "restarting", recent[^1], recent[0].At, often);
                break;
            case JobStatus.Created:
                if (view.Reason is not null || !sight.IsLong((sight.Now - view.SubmittedAt).TotalMilliseconds)) break;
                const string Begins = "The job has not begun: its subtasks are placed, deployed or opened. GET .../vertices tells how far they are.";
                yield return new WhyFinding("notRunning", null, null, null, view.SubmittedAt, Begins);
                break;
            case JobStatus.Restarting:
                yield return Of(sight, "restarting", last, last?.At, "It begins again because of");
                break;
            case JobStatus.Rescaling when view.Reason is null:
                yield return new WhyFinding("notRunning", null, null, null, null, "It stands still at a checkpoint, and goes on at another parallelism. GET .../rescales tells how far that is.");
                break;
            case JobStatus.Suspended:
                yield return last is null
                    ? new WhyFinding("notRunning", null, null, null, null, "It is suspended: an earlier run of the process has left it. It goes on when it is resumed.")
                    : Of(sight, "notRunning", last, last.At, "It is suspended, and goes on when it is resumed, because of");
                break;
            case JobStatus.Failing or JobStatus.Failed:
                yield return Of(sight, "notRunning", last, last?.At, view.Reason is { } reason ? $"It has failed ({reason}) because of" : "It has failed because of");
                break;
        }
    }

    private static WhyFinding Of(WhySight sight, string kind, AttemptFailure? failure, DateTimeOffset? since, string text)
    {
        if (failure is null) return new WhyFinding(kind, null, null, null, since, $"{text} something that nobody has written down; the log tells more.");
        var at = failure.Vertex is { } vertex ? failure.Cause.Operator ?? sight.NameOf(vertex) : failure.Cause.Operator;
        var where = at is null ? "" : failure.Subtask is { } subtask ? $" in subtask {subtask} of '{at}'" : $" in '{at}'";
        return new WhyFinding(kind, failure.Vertex, at, failure.Subtask, since, $"{text} {failure.Cause.Type}{where}: {failure.Cause.Message}");
    }
}

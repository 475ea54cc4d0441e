using System.Globalization;
using FlowActors.Client.Why;
using FlowActors.Http.Vertices;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control.Nodes;

namespace FlowActors.Http.Why;

/// <summary>Who holds event time.</summary>
internal static class WhyWatermarks
{
    private const string Advice = "Let it be idle (WithIdleness) when it has nothing.";

    /// <summary>Splits and channels that are behind the others of their subtask, where nobody before them is at fault.</summary>
    public static IEnumerable<WhyFinding> Held(WhySight sight)
    {
        var told = new HashSet<(int Vertex, int Subtask)>();
        foreach (var subtask in sight.Subtasks.Where(s => s.Figures.Details is not null).OrderBy(s => s.Figures.Id.Vertex).ThenBy(s => s.Figures.Id.Index))
        {
            var id = subtask.Figures.Id;
            if (HolderOf(sight, subtask.Figures.Details!) is not { } part) continue;
            if (part.Split is not null)
            {
                var others = $"It holds the watermark of {Subtask(sight, id.Vertex, id.Index)}, whose other splits are ahead.";
                if (told.Add((id.Vertex, id.Index))) yield return OfSplit(sight, "watermarkHeld", subtask, part, others);
                continue;
            }

            if (FirstOf(sight, part.Vertex!.Value, part.Sender!.Value) is not { } holder || !told.Add((holder.Figures.Id.Vertex, holder.Figures.Id.Index))) continue;
            var held = $"It holds the watermark of '{sight.NameOf(id.Vertex)}', whose other channels are ahead.";
            if (LowestOf(holder.Figures.Details!) is { Split: not null } split) yield return OfSplit(sight, "watermarkHeld", holder, split, held);
            else yield return OfSubtask(sight, holder, part, held);
        }
    }

    /// <summary>Sources whose event time stands still though nothing is ahead of it: nothing comes.</summary>
    public static IEnumerable<WhyFinding> Standing(WhySight sight)
    {
        foreach (var vertex in sight.Job.Vertices.Select(v => v.Vertex).Where(v => v.IsSource))
        {
            var subtasks = sight.SubtasksOf(vertex.Id).Where(s => s.Figures.Details is { HasStrategy: true, Input.Watermark: not Timestamps.MaxWatermark }).ToList();
            // Where one subtask goes on, what holds it back is told by those behind.
            if (subtasks.Count == 0 || !subtasks.TrueForAll(s => LowestOf(s.Figures.Details!) is { } lowest && sight.IsLong(lowest.ForMs))) continue;
            var longest = subtasks.MaxBy(s => LowestOf(s.Figures.Details!)!.ForMs)!;
            var part = LowestOf(longest.Figures.Details!)!;
            var idle = subtasks.TrueForAll(s => !s.Figures.Details!.Input.IsActive) ? "All of the source is idle: event time stands still until somebody says more. " : "";
            if (part.Split is null || HolderOf(sight, longest.Figures.Details!) is not null) continue;
            yield return OfSplit(sight, "watermarkStands", longest, part, $"{idle}No split of '{vertex.Name}' goes on.");
        }
    }

    /// <summary>Operators with timers that hear of no watermark, because no source before them has a strategy.</summary>
    public static IEnumerable<WhyFinding> Missing(WhySight sight)
    {
        foreach (var line in sight.Job.Vertices.Where(v => !v.Vertex.IsSource))
        {
            var subtasks = sight.SubtasksOf(line.Vertex.Id).ToList();
            if (subtasks.Find(HasTimers) is null || subtasks.Exists(s => s.Figures.Details?.Input.Watermark != long.MinValue)) continue;
            var sources = SourcesOf(sight, line.Vertex.Id);
            if (sources.Count == 0 || sources.Exists(s => sight.SubtasksOf(s).Any(t => t.Figures.Details?.HasStrategy != false))) continue;
            if (sight.Job.View.StartedAt is not { } started || !sight.IsLong((sight.Now - started).TotalMilliseconds)) continue;
            yield return new WhyFinding(
                "noWatermark", line.Vertex.Id, line.Vertex.Name, null, null,
                $"'{line.Vertex.Name}' has timers and hears of no watermark: '{sight.NameOf(sources[0])}' has no watermark strategy, so timers of event time never fire. " +
                "Give the source one (FromSource), or the stream (AssignTimestampsAndWatermarks); timers of processing time need none.");
        }
    }

    private static bool HasTimers(SubtaskSight subtask) => subtask.Figures.Metrics.Keys.Any(k => k.EndsWith(".numFiredTimers", StringComparison.Ordinal));

    // The part that is behind, where another one is ahead of it.
    private static PartLine? HolderOf(WhySight sight, SubtaskDetails details)
    {
        if (LowestOf(details) is not { } lowest || !sight.IsLong(lowest.ForMs)) return null;
        return details.Parts.Any(p => p is { HasEnded: false, Time.IsActive: true } && p.Time.Watermark > lowest.Time.Watermark) ? lowest : null;
    }

    // Parts come by how far they are: those that count first.
    private static PartLine? LowestOf(SubtaskDetails details) =>
        details.Parts.FirstOrDefault(p => p is { HasEnded: false, Time.IsActive: true }) ?? details.Parts.FirstOrDefault(p => !p.HasEnded);

    // Up along those who hold, to the one that nobody holds; none where it is told of already as one that is held itself.
    private static SubtaskSight? FirstOf(WhySight sight, int vertex, int subtask)
    {
        for (var i = 0; i <= sight.Job.Vertices.Count; i++)
        {
            if (sight.SubtasksOf(vertex).FirstOrDefault(s => s.Figures.Id.Index == subtask) is not { Figures.Details: { } details } at) return null;
            if (LowestOf(details) is not { Vertex: { } before, Sender: { } sender } lowest || !sight.IsLong(lowest.ForMs)) return at;
            (vertex, subtask) = (before, sender);
        }

        return null;
    }

    private static List<int> SourcesOf(WhySight sight, int vertex)
    {
        var (found, seen, next) = (new List<int>(), new HashSet<int>(), new Queue<int>([vertex]));
        while (next.TryDequeue(out var at))
        {
            if (!seen.Add(at) || sight.VertexOf(at) is not { } line) continue;
            if (line.Vertex.IsSource) found.Add(at);
            foreach (var before in line.Inputs) next.Enqueue(before);
        }

        return found;
    }

    private static WhyFinding OfSplit(WhySight sight, string kind, SubtaskSight subtask, PartLine part, string effect)
    {
        var id = subtask.Figures.Id;
        return new WhyFinding(
            kind, id.Vertex, sight.NameOf(id.Vertex), id.Index, sight.Since(part.ForMs),
            $"Split '{part.Split}', read by {Subtask(sight, id.Vertex, id.Index)}, {Stand(part)}. {effect} {Advice}",
            Split: part.Split);
    }

    private static WhyFinding OfSubtask(WhySight sight, SubtaskSight subtask, PartLine part, string effect)
    {
        var id = subtask.Figures.Id;
        return new WhyFinding(
            "watermarkHeld", id.Vertex, sight.NameOf(id.Vertex), id.Index, sight.Since(part.ForMs),
            $"The channel from {Subtask(sight, id.Vertex, id.Index)} {Stand(part)}. {effect} {Advice}");
    }

    private static string Stand(PartLine part)
    {
        var watermark = VertexAnswers.Time(part.Time.Watermark);
        var time = watermark?.Time?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) ?? watermark?.Ms.ToString(CultureInfo.InvariantCulture);
        var at = time is null ? "has no watermark" : $"stands at the watermark {time}";
        return $"{at} since {WhyText.Duration(part.ForMs)}{(part.Time.IsActive ? "" : ", and is idle")}";
    }

    private static string Subtask(WhySight sight, int vertex, int subtask) => $"subtask {subtask} of '{sight.NameOf(vertex)}'";
}

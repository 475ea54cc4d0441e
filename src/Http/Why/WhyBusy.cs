using FlowActors.Client.Why;
using FlowActors.Http.Vertices;
using FlowActors.Runtime.Client;

namespace FlowActors.Http.Why;

/// <summary>Who has too much to do, or is in user code for long.</summary>
internal static class WhyBusy
{
    private const double BusyMin = 0.3;
    private const long SkewRecordsMin = 10_000;
    private const double SkewMin = 0.5;
    private const double SkewOfMeanMin = 4;

    /// <summary>Threads that are within one call of user code for long.</summary>
    public static IEnumerable<WhyFinding> LongCalls(WhySight sight) => sight.Subtasks
        .Where(s => s.Figures.Details is { Operator: not null } details && sight.IsLong(details.CallMs))
        .OrderByDescending(s => s.Figures.Details!.CallMs)
        .Select(s =>
        {
            var (id, details) = (s.Figures.Id, s.Figures.Details!);
            var what = details.IsClosing ? "Close" : "one call";
            return new WhyFinding(
                "longCall", id.Vertex, details.Operator, id.Index, sight.Since(details.CallMs),
                $"'{details.Operator}' in subtask {id.Index} on node {VertexAnswers.NodeName(s.Node)} has been inside {what} for {WhyText.Duration(details.CallMs)}: " +
                "no record and no barrier passes it meanwhile. Let it return sooner, or mark it as blocking if it waits for something outside.");
        });

    /// <summary>The first vertices behind back-pressured ones that are not back-pressured themselves: they are too slow.</summary>
    public static IEnumerable<WhyFinding> BackPressure(WhySight sight)
    {
        var pressed = sight.Job.Vertices.Select(v => v.Vertex.Id)
            .ToDictionary(v => v, v => sight.SubtasksOf(v).Select(BackPressured).DefaultIfEmpty().Max());
        foreach (var line in sight.Job.Vertices)
        {
            var vertex = line.Vertex;
            var before = line.Inputs.Where(v => pressed.GetValueOrDefault(v) > VertexAnswers.OkMax).ToList();
            if (before.Count == 0 || pressed[vertex.Id] > VertexAnswers.OkMax) continue;
            if (sight.SubtasksOf(vertex.Id).MaxBy(Busy) is not { } busiest || Busy(busiest) < BusyMin) continue;
            var most = before.MaxBy(v => pressed[v]);
            var forMs = sight.SubtasksOf(most).Max(s => s.Figures.Details?.BackPressuredForMs ?? 0);
            if (!sight.IsLong(forMs)) continue;
            var at = busiest.Figures.Details?.Operator ?? vertex.Name;
            yield return new WhyFinding(
                "backPressure", vertex.Id, at, busiest.Figures.Id.Index, sight.Since(forMs),
                $"'{vertex.Name}' is slower than what comes: its subtask {busiest.Figures.Id.Index} is busy {WhyText.Percent(Busy(busiest))} of the time, and " +
                $"'{sight.NameOf(most)}' before it stands still {WhyText.Percent(pressed[most])} of the time, for {WhyText.Duration(forMs)} now. Make it faster, or give it a higher parallelism.");
        }
    }

    /// <summary>Subtasks that get most of the records of their vertex, and have much to do.</summary>
    public static IEnumerable<WhyFinding> Skew(WhySight sight)
    {
        foreach (var vertex in sight.Job.Vertices.Select(v => v.Vertex).Where(v => v.Parallelism > 1))
        {
            var subtasks = sight.SubtasksOf(vertex.Id).ToList();
            var total = subtasks.Sum(Records);
            if (total < SkewRecordsMin || subtasks.MaxBy(Records) is not { } most) continue;
            var (share, mean) = ((double)Records(most) / total, 1.0 / vertex.Parallelism);
            if ((share - mean) / (1 - mean) < SkewMin && share / mean < SkewOfMeanMin) continue;
            // One that has time enough holds nothing back, whatever its share.
            if (most.Figures.Details?.BusyForMs is not { } forMs || forMs == 0 || !sight.IsLong(forMs)) continue;
            yield return new WhyFinding(
                "skew", vertex.Id, vertex.Name, most.Figures.Id.Index, sight.Since(forMs),
                $"Subtask {most.Figures.Id.Index} of '{vertex.Name}' gets {WhyText.Percent(share)} of the records and is busy {WhyText.Percent(Busy(most))} of the time; the mean of its " +
                $"{vertex.Parallelism} subtasks is {WhyText.Percent(mean)} of the records: a few keys have most of them. Choose another key, or add up what belongs together before the records are divided by it.");
        }
    }

    private static double BackPressured(SubtaskSight subtask) => (subtask.Figures.Details?.Recent.BackPressured ?? 0) / 1000;

    private static double Busy(SubtaskSight subtask) => (subtask.Figures.Details?.Recent.Busy ?? 0) / 1000;

    private static long Records(SubtaskSight subtask) => (long)subtask.Figures.Metrics.GetValueOrDefault("numRecordsIn");
}

using FlowActors.Client.Vertices;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Metrics;

namespace FlowActors.Http.Vertices;

/// <summary>What is told of vertices and subtasks.</summary>
internal static class VertexAnswers
{
    /// <summary>Up to which share of back-pressured time a subtask is well, as Flink has it.</summary>
    public const double OkMax = RecentShares.PressedMin / 1000;

    /// <summary>Above which share it is back-pressured much.</summary>
    public const double LowMax = 0.5;

    private const string Absent = "Absent";

    public static VertexSummary Summary(VertexSight sight)
    {
        var vertex = sight.Line.Vertex;
        var shares = sight.Known.Select(s => Shares(s.Figures.Details!.Recent)).ToList();
        return new VertexSummary(
            vertex.Id,
            vertex.Name,
            [.. vertex.Operators.Select(o => new VertexOperator(o.Name, o.Uid))],
            sight.Line.Inputs,
            vertex.Parallelism,
            vertex.MaxParallelism,
            sight.Subtasks.GroupBy(StatusOf).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count()),
            sight.Known.Sum(s => Count(s, "numRecordsIn")),
            sight.Known.Sum(s => Count(s, "numRecordsOut")),
            shares.Count == 0 ? null : new SubtaskTime(shares.Average(s => s.Busy), shares.Average(s => s.Idle), shares.Average(s => s.BackPressured)));
    }

    public static SubtaskSummary Summary(SubtaskSight? sight, int index)
    {
        if (sight is null) return new SubtaskSummary(index, null, null, Absent, [], 0, 0, null, null, 0);
        var details = sight.Figures.Details!;
        return new SubtaskSummary(
            index,
            NodeName(sight.Node),
            sight.Figures.Id.Attempt,
            StatusOf(sight),
            [.. details.Moves.Select(m => new SubtaskStep(m.State.ToString(), m.At))],
            Count(sight, "numRecordsIn"),
            Count(sight, "numRecordsOut"),
            Shares(details.Recent),
            details.Operator,
            details.CallMs);
    }

    public static BackPressureList BackPressure(VertexSight sight)
    {
        var all = sight.Known.Select(s => (s.Figures.Id.Index, Time: Shares(s.Figures.Details!.Recent)))
            .Select(s => new SubtaskBackPressure(s.Index, LevelOf(s.Time.BackPressured), s.Time)).ToList();
        return new BackPressureList(LevelOf(all.Select(s => s.Time.BackPressured).DefaultIfEmpty().Max()), all);
    }

    public static WatermarkList Watermarks(VertexSight sight) => new(
    [
        .. sight.Known.Select(s => (s.Figures.Id.Index, Details: s.Figures.Details!)).Select(s => new SubtaskWatermarks(
            s.Index,
            Time(s.Details.Input.Watermark),
            !s.Details.Input.IsActive,
            s.Details.Output is { } output ? Time(output.Watermark) : null,
            s.Details.Output is { IsActive: false },
            [.. s.Details.Parts.Select(Part)],
            s.Details.PartsCount)),
    ]);

    /// <summary>A node by the host and port that it is reached at.</summary>
    public static string NodeName(string address) => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public static WatermarkTime? Time(long watermark)
    {
        if (watermark == long.MinValue) return null;
        var isInCalendar = watermark >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && watermark <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        return new WatermarkTime(watermark, isInCalendar ? DateTimeOffset.FromUnixTimeMilliseconds(watermark) : null);
    }

    private static InputPart Part(PartLine part) =>
        new(part.Split, part.Vertex, part.Sender, Time(part.Time.Watermark), !part.Time.IsActive, part.HasEnded, part.ForMs);

    private static string LevelOf(double share) => share <= OkMax ? "ok" : share <= LowMax ? "low" : "high";

    private static SubtaskTime Shares(TimeShare share) => new(share.Busy / 1000, share.Idle / 1000, share.BackPressured / 1000);

    private static long Count(SubtaskSight sight, string metric) => (long)sight.Figures.Metrics.GetValueOrDefault(metric);

    private static string StatusOf(SubtaskSight? sight) =>
        sight is null ? Absent : sight.Figures.Details!.Moves is [.., var last] ? last.State.ToString() : nameof(SubtaskState.Created);
}

using System.Diagnostics;
using System.Text.Json.Serialization;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Metrics;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>What a subtask is doing at one moment.</summary>
/// <param name="Moves">When it came into each of its states, in order.</param>
/// <param name="Operator">The operator whose code is at work; null when none is.</param>
/// <param name="CallMs">For how long, in ms.</param>
/// <param name="IsClosing">Whether that is its end.</param>
/// <param name="Input">How far event time is at what it reads.</param>
/// <param name="Output">How far it has said that event time is; null where nobody hears it.</param>
/// <param name="Parts">The channels or splits that it reads: those that are furthest behind, and no more than <see cref="PartsMax"/>.</param>
/// <param name="PartsCount">How many there are.</param>
/// <param name="HasStrategy">Of a source, whether the program says how event time is made.</param>
/// <param name="Recent">How the last seconds were spent.</param>
internal sealed record SubtaskDetails(
    IReadOnlyList<SubtaskMove> Moves,
    string? Operator,
    double CallMs,
    bool IsClosing,
    EventTimeLine Input,
    EventTimeLine? Output,
    IReadOnlyList<PartLine> Parts,
    int PartsCount,
    bool HasStrategy,
    TimeShare Recent)
{
    /// <summary>How many channels or splits are told of.</summary>
    public const int PartsMax = 256;

    /// <summary>For how long more than a tenth of its time has been back-pressured, in ms; 0 when it is not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double BackPressuredForMs { get; init; }

    /// <summary>For how long half of its time or more has been busy, in ms; 0 when it is not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double BusyForMs { get; init; }

    public static SubtaskDetails Of(SubtaskInsight insight)
    {
        var (now, ticks) = (Stopwatch.GetTimestamp(), Environment.TickCount64);
        var parts = insight.Times.Parts.Select(p => new PartLine(
            p.Look?.Name is { } name ? ControlText.Cut(name, ControlLimits.NameBytesMax / 4) : null,
            p.Vertex,
            p.Sender,
            p.Look is { } look ? new EventTimeLine(look.Watermark, look.IsActive) : new EventTimeLine(Timestamps.MaxWatermark, true),
            p.Look is null,
            Math.Max(0, ticks - (p.Look?.ChangedAt ?? ticks)))).ToList();
        return new SubtaskDetails(
            insight.Timeline.Moves,
            insight.Operator is { } at ? ControlText.Cut(at, ControlLimits.NameBytesMax) : null,
            MsSince(insight.CallSince),
            insight.IsClosing,
            new EventTimeLine(insight.Times.Whole.Watermark, insight.Times.Whole.IsActive),
            insight.Said is { } said ? new EventTimeLine(said.Watermark, said.IsActive) : null,
            [.. parts.OrderBy(p => p.HasEnded).ThenBy(p => !p.Time.IsActive).ThenBy(p => p.Time.Watermark).ThenByDescending(p => p.ForMs).Take(PartsMax)],
            parts.Count,
            insight.Times.HasStrategy,
            insight.Recent.Time)
        {
            BackPressuredForMs = MsSince(insight.Recent.PressedSince),
            BusyForMs = MsSince(insight.Recent.BusySince),
        };

        double MsSince(long since) => since == 0 ? 0 : Math.Max(0, Stopwatch.GetElapsedTime(since, now).TotalMilliseconds);
    }
}

/// <summary>How far event time is.</summary>
/// <param name="Watermark">In ms; the lowest number while there is none, the highest once event time has ended.</param>
/// <param name="IsActive">False while it is idle.</param>
internal readonly record struct EventTimeLine(long Watermark, bool IsActive);

/// <summary>How far event time is on a channel or a split.</summary>
/// <param name="Split">The split; null for a channel.</param>
/// <param name="Vertex">The vertex that sends; null for a split.</param>
/// <param name="Sender">The subtask that sends; null for a split.</param>
/// <param name="Time">How far.</param>
/// <param name="HasEnded">Whether the channel has ended.</param>
/// <param name="ForMs">For how long that has been so, in ms.</param>
internal sealed record PartLine(string? Split, int? Vertex, int? Sender, EventTimeLine Time, bool HasEnded, long ForMs);

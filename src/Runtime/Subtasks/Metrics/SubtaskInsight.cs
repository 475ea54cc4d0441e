using System.Diagnostics;
using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>What a subtask is doing at one moment, besides its metrics.</summary>
/// <param name="Timeline">When it came into each of its states; goes on when the rest does not.</param>
/// <param name="Operator">The operator whose code is at work; null when none is.</param>
/// <param name="CallSince">Since when, as a timestamp of <see cref="Stopwatch"/>; 0 when none is.</param>
/// <param name="IsClosing">Whether that is its end.</param>
/// <param name="Times">How far event time is at what it reads.</param>
/// <param name="Said">What it has said of event time last; null where nobody hears it.</param>
/// <param name="Recent">What was done in the last seconds.</param>
internal sealed record SubtaskInsight(
    SubtaskTimeline Timeline, string? Operator, long CallSince, bool IsClosing, InputTimes Times, EventTimeLook? Said, RecentWork Recent);

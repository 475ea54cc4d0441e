using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>How far event time is at what a subtask reads, as somebody sees it who is on another thread.</summary>
/// <param name="Whole">Of all of it together.</param>
/// <param name="HasStrategy">Of a source, whether the program says how event time is made.</param>
/// <param name="Parts">Its channels, or its splits.</param>
internal sealed record InputTimes(EventTimeLook Whole, bool HasStrategy, IReadOnlyList<InputTime> Parts)
{
    public static InputTimes None { get; } = new(new EventTimeLook(null, long.MinValue, true, 0), false, []);
}

/// <summary>How far event time is on a channel or a split.</summary>
/// <param name="Vertex">The vertex that sends; null for a split.</param>
/// <param name="Sender">The subtask that sends; null for a split.</param>
/// <param name="Input">The number of the input.</param>
/// <param name="Look">How far it is; null when it has ended.</param>
internal readonly record struct InputTime(int? Vertex, int? Sender, int Input, EventTimeLook? Look);

namespace FlowActors.Client.Vertices;

/// <summary>How far event time is at the subtasks of a vertex: <c>GET /jobs/{job}/vertices/{vertex}/watermarks</c>.</summary>
/// <param name="Subtasks">Those that a node knows of.</param>
public sealed record WatermarkList(IReadOnlyList<SubtaskWatermarks> Subtasks);

/// <summary>How far event time is at a subtask.</summary>
/// <param name="Subtask">Its number.</param>
/// <param name="Input">The watermark of what it reads; null while there is none.</param>
/// <param name="InputIdle">Whether all that it reads is idle.</param>
/// <param name="Output">The watermark that it has handed on; null while there is none, and where it hands on nothing.</param>
/// <param name="OutputIdle">Whether it has said that it is idle.</param>
/// <param name="Parts">The channels or splits that it reads: those that are furthest behind, 256 at most.</param>
/// <param name="PartsCount">How many there are.</param>
public sealed record SubtaskWatermarks(
    int Subtask, WatermarkTime? Input, bool InputIdle, WatermarkTime? Output, bool OutputIdle, IReadOnlyList<InputPart> Parts, int PartsCount);

/// <summary>A watermark.</summary>
/// <param name="Ms">In ms since 1970; 9223372036854775807 once event time has ended.</param>
/// <param name="Time">The same as a time; null where the calendar does not go so far, as at the end of event time.</param>
public sealed record WatermarkTime(long Ms, DateTimeOffset? Time);

/// <summary>A channel or a split that a subtask reads.</summary>
/// <param name="Split">The split's name; null for a channel.</param>
/// <param name="Vertex">The id of the vertex that sends; null for a split.</param>
/// <param name="Sender">The number of the subtask that sends; null for a split.</param>
/// <param name="Watermark">Its watermark; null while there is none.</param>
/// <param name="Idle">Whether it is idle: then it holds nobody back.</param>
/// <param name="Ended">Whether it has ended.</param>
/// <param name="ForMs">For how long its watermark and idleness have been as they are, in ms.</param>
public sealed record InputPart(string? Split, int? Vertex, int? Sender, WatermarkTime? Watermark, bool Idle, bool Ended, long ForMs);

namespace FlowActors.Runtime.Subtasks;

/// <summary>The key <c>flowactors.event-time</c>.</summary>
internal sealed record EventTimeSettings(TimeSpan WatermarkInterval);

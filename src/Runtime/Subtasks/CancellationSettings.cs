namespace FlowActors.Runtime.Subtasks;

/// <summary>The key <c>flowactors.cancellation</c>.</summary>
internal sealed record CancellationSettings(TimeSpan InterruptAfter, TimeSpan CloseTimeout);

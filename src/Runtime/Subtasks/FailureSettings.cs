namespace FlowActors.Runtime.Subtasks;

/// <summary>The key <c>flowactors.failures</c>.</summary>
internal sealed record FailureSettings(bool ShowRecords);

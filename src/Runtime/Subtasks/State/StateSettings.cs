namespace FlowActors.Runtime.Subtasks.State;

/// <summary>The key <c>flowactors.state</c>.</summary>
/// <param name="Backend">The name of the backend of jobs that choose none.</param>
internal sealed record StateSettings(string Backend);

namespace FlowActors.Client.Submission;

/// <summary>The jobs that can be submitted: <c>GET /registered</c>.</summary>
/// <param name="Registered">The names that they are registered by, in order.</param>
public sealed record RegisteredJobs(IReadOnlyList<string> Registered);

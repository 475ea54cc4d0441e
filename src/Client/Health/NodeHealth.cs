namespace FlowActors.Client.Health;

/// <summary>How a node is: <c>GET /health</c>, <c>/health/live</c> and <c>/health/ready</c>.</summary>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>: that of its worst check. Unhealthy comes with status 503.</param>
/// <param name="Checks">What was looked at; for <c>/health/live</c> nothing, which answers wherever the process does.</param>
public sealed record NodeHealth(string Status, IReadOnlyList<HealthCheckLine> Checks);

/// <summary>One check.</summary>
/// <param name="Name">Its name: <c>cluster</c>, <c>job-manager</c>, or one that the application has added.</param>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>.</param>
/// <param name="Description">What is wrong; null when nothing is.</param>
public sealed record HealthCheckLine(string Name, string Status, string? Description);

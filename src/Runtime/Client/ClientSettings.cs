namespace FlowActors.Runtime.Client;

/// <summary>The key <c>flowactors.client</c>.</summary>
internal sealed record ClientSettings(TimeSpan RetryInterval, TimeSpan Timeout);

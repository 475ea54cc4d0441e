namespace FlowActors.Runtime.Hosting;

/// <summary>The key <c>flowactors.lifecycle</c>.</summary>
internal sealed record LifecycleSettings(TimeSpan StartTimeout, TimeSpan DisposeTimeout, TimeSpan TerminateTimeout, TimeSpan DrainTimeout);

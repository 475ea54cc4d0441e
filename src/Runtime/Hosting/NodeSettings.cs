namespace FlowActors.Runtime.Hosting;

/// <summary>The key <c>flowactors.node</c>; <paramref name="Slots"/> is null for as many as there are.</summary>
internal sealed record NodeSettings(string Host, int Port, int DataPort, TimeSpan RegisterInterval, bool DownsGoneProcesses, int? Slots);

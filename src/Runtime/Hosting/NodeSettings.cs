namespace FlowActors.Runtime.Hosting;

/// <summary>The key <c>flowactors.node</c>.</summary>
internal sealed record NodeSettings(string Host, int Port, int DataPort, TimeSpan RegisterInterval, bool DownsGoneProcesses);

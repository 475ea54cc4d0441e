namespace FlowActors.Bench.Harness;

/// <summary>A figure could not be had. The message says of which case or contender, why, and what to do.</summary>
internal sealed class BenchException(string message) : Exception(message);

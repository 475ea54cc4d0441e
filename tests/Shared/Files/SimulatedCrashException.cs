namespace FlowActors.Tests.Files;

/// <summary>The process ends here; no product code catches this.</summary>
internal sealed class SimulatedCrashException() : Exception("The process ends.");

using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>A path that was named or found, and what it leads to.</summary>
internal readonly record struct FoundFile(string Path, PathStatus Status);

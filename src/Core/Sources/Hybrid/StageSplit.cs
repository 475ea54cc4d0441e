namespace FlowActors.Sources;

/// <summary>A split of any source, as bytes.</summary>
/// <param name="Name">The split's name.</param>
/// <param name="Bytes">The split.</param>
internal sealed record StageSplit(string Name, byte[] Bytes);

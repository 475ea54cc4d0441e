namespace FlowActors.Graph;

/// <summary>One numbered output of a node.</summary>
/// <param name="RecordType">The type of its records.</param>
/// <param name="Tag">The name of a side output; null for the main one.</param>
public sealed record OutputPort(Type RecordType, string? Tag = null);

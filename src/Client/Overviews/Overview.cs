namespace FlowActors.Client.Overviews;

/// <summary>The cluster in a few numbers: <c>GET /overview</c>.</summary>
/// <param name="Version">The version of FlowActors that answers.</param>
/// <param name="Nodes">How many nodes there are.</param>
/// <param name="Cores">How many cores they have together.</param>
/// <param name="Subtasks">How many subtasks live on them.</param>
/// <param name="Jobs">How many jobs are in which status, by its name; of those that are remembered.</param>
public sealed record Overview(string Version, int Nodes, int Cores, int Subtasks, IReadOnlyDictionary<string, int> Jobs);

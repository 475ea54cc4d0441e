using System.Text.Json;

namespace FlowActors.Client.State;

/// <summary>The states of a job that may be read: <c>GET /jobs/{job}/state</c>.</summary>
/// <param name="States">In the order of uid and name.</param>
public sealed record StateList(IReadOnlyList<StateSummary> States);

/// <summary>One state.</summary>
/// <param name="Uid">The operator's uid.</param>
/// <param name="Operator">The operator's name.</param>
/// <param name="Name">The state's name.</param>
/// <param name="Kind">What it is: <c>value</c>, <c>list</c>, <c>map</c>, ...</param>
/// <param name="KeyType">The JSON schema of its keys.</param>
/// <param name="ValueType">The JSON schema of its values.</param>
/// <param name="Entries">How many keys have something in it; on disk an estimate.</param>
public sealed record StateSummary(string Uid, string Operator, string Name, string Kind, JsonElement KeyType, JsonElement ValueType, long Entries);

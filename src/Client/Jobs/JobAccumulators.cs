using System.Text.Json;

namespace FlowActors.Client.Jobs;

/// <summary>The accumulators of a job, summed over its subtasks: <c>GET /jobs/{job}/accumulators</c>.</summary>
/// <param name="Accumulators">Integers or floating-point numbers, by name.</param>
public sealed record JobAccumulators(IReadOnlyDictionary<string, JsonElement> Accumulators);

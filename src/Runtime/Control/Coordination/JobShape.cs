using System.Text.Json.Serialization;
using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What a coordinator has to know of a job's graph.</summary>
/// <param name="GraphHash">What every node's graph must hash to.</param>
/// <param name="RegionSlots">The number of slots of each region, by region.</param>
/// <param name="RestartStrategy">What follows a failure.</param>
internal sealed record JobShape(string GraphHash, IReadOnlyList<int> RegionSlots, RestartStrategy RestartStrategy)
{
    /// <summary>Slot i holds subtask i of every vertex.</summary>
    [JsonIgnore]
    public int Slots => RegionSlots.Max();

    public static JobShape Of(ExecutionGraph graph) =>
        new(graph.Job.Hash, [.. graph.Regions.Select(r => r.Slots)], graph.Job.Settings.RestartStrategy);
}

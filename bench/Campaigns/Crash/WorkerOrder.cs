using FlowActors.Bench.Harness;
using System.Text.Json;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>What one process of the campaign is to do; handed to it as JSON.</summary>
/// <param name="Folder">Where the campaign keeps everything.</param>
/// <param name="Seed">What the records are made from.</param>
/// <param name="Round">The round, from 0.</param>
/// <param name="Point">Where the process is killed.</param>
/// <param name="Nth">At which call that is such a point, from 1; 0 where the process does not kill itself.</param>
/// <param name="Delay">For how many milliseconds the process goes on after it, at points that say so.</param>
/// <param name="FailedRegion">The region that is failed by an exception first; null for none.</param>
/// <param name="Alignment">What barriers do.</param>
/// <param name="Plant">The fault that is planted.</param>
/// <param name="Parallelism">Of what is behind the sources, which may be another one in each process.</param>
/// <param name="State">Where state is kept.</param>
/// <param name="StopsInto">Where the savepoint goes with which the job is stopped; null where it runs until it is killed.</param>
internal sealed record WorkerOrder(
    string Folder,
    ulong Seed,
    int Round,
    KillPoint Point,
    int Nth,
    int Delay,
    int? FailedRegion,
    CheckpointAlignment Alignment,
    Plant Plant,
    int Parallelism,
    StateChoice State,
    string? StopsInto)
{
    /// <summary>Where the host keeps its journal and checkpoints.</summary>
    public string Data => Path.Combine(Folder, "data");

    /// <summary>Where files of state go that last as long as the process.</summary>
    public string Local => Path.Combine(Folder, "local");

    /// <summary>Where the sinks write to.</summary>
    public string Output => Path.Combine(Folder, "output");

    public string ToJson() => JsonSerializer.Serialize(this);

    public static WorkerOrder Parse(string json) => JsonSerializer.Deserialize<WorkerOrder>(json)!;
}

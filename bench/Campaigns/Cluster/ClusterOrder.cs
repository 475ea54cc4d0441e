using System.Text.Json;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>What one node of the campaign is; handed to its process as JSON.</summary>
/// <param name="Folder">Where the campaign keeps everything.</param>
/// <param name="Seed">What the records are made from.</param>
/// <param name="Index">Its number.</param>
/// <param name="Host">The address by which the others reach it.</param>
/// <param name="Port">The port of its control plane.</param>
/// <param name="DataPort">The port of its data plane.</param>
/// <param name="HttpPort">Where it serves HTTP.</param>
/// <param name="Seeds">The first nodes of the cluster, as host:port.</param>
/// <param name="OnlyLeads">Whether it takes no slots.</param>
/// <param name="Plant">The fault that is planted.</param>
internal sealed record ClusterOrder(
    string Folder, ulong Seed, int Index, string Host, int Port, int DataPort, int HttpPort, IReadOnlyList<string> Seeds, bool OnlyLeads, ClusterPlant Plant)
{
    /// <summary>The folder that all nodes share.</summary>
    public string Data => Path.Combine(Folder, "data");

    /// <summary>Where its state is that lasts as long as its process.</summary>
    public string Local => Path.Combine(Folder, "local", $"{Index}");

    /// <summary>Where savepoints go.</summary>
    public string Savepoints => Path.Combine(Folder, "savepoints");

    /// <summary>Where a job's sink writes to.</summary>
    public string Output(string job) => Path.Combine(Folder, "output", job);

    /// <summary>Its name in the cluster.</summary>
    public string Name => $"{Host}:{Port}";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static ClusterOrder Parse(string json) => JsonSerializer.Deserialize<ClusterOrder>(json)!;
}

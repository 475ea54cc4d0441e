using System.Text.Json;

namespace FlowActors.Bench.Campaigns.Memory;

/// <summary>What the process of the campaign is to do; handed to it as JSON.</summary>
/// <param name="Folder">Where it keeps everything.</param>
/// <param name="Keys">How many keys it fills.</param>
/// <param name="MemoryBytes">What state may take in memory.</param>
internal sealed record MemoryOrder(string Folder, int Keys, long MemoryBytes)
{
    /// <summary>The bytes of each value.</summary>
    public const int ValueBytes = 1_024;

    /// <summary>Where the databases are.</summary>
    public string Local => Path.Combine(Folder, "local");

    /// <summary>Where checkpoints go.</summary>
    public string Data => Path.Combine(Folder, "data");

    public string ToJson() => JsonSerializer.Serialize(this);

    public static MemoryOrder Parse(string json) => JsonSerializer.Deserialize<MemoryOrder>(json)!;
}

using System.Text.Json;
using System.Text.Json.Serialization;
using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Control;

/// <summary>The slots of a job as they travel: each node once, however many slots it has.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Shards">The shard of slot i, by i.</param>
/// <param name="Homes">The node of slot i, as an index, by i.</param>
internal sealed record SlotTable(IReadOnlyList<SlotNode> Nodes, IReadOnlyList<string> Shards, IReadOnlyList<int> Homes)
{
    public static SlotTable Of(IReadOnlyList<SlotLocation> slots)
    {
        var nodes = new Dictionary<SlotNode, int>();
        var homes = new int[slots.Count];
        for (var i = 0; i < homes.Length; i++)
        {
            var node = new SlotNode(slots[i].Node, slots[i].Endpoint);
            if (!nodes.TryGetValue(node, out homes[i])) nodes[node] = homes[i] = nodes.Count;
        }

        return new SlotTable([.. nodes.Keys], [.. slots.Select(s => s.ShardId)], homes);
    }

    public IReadOnlyList<SlotLocation> ToSlots() =>
        [.. Shards.Zip(Homes, (shard, home) => new SlotLocation(shard, Nodes[home].Node, Nodes[home].Endpoint))];
}

/// <summary>A node that has slots.</summary>
internal sealed record SlotNode(string Node, DataEndpoint Endpoint);

/// <summary>Slots as a <see cref="SlotTable"/>.</summary>
internal sealed class SlotsConverter : JsonConverter<IReadOnlyList<SlotLocation>>
{
    public override IReadOnlyList<SlotLocation> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, ControlJson.Default.SlotTable)!.ToSlots();

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<SlotLocation> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, SlotTable.Of(value), ControlJson.Default.SlotTable);
}

using System.Runtime.InteropServices;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>A map of each key in a dictionary: one look-up of the key, and in its map one to read and one to write.</summary>
internal sealed class HotMapLoop(string name, HotTable<HotRecord<MapWork>> table)
    : HotLoop<HotRecord<MapWork>, Dictionary<long, Dictionary<long, long>>>(name, table)
{
    protected override long Process(Dictionary<long, Dictionary<long, long>> state, ReadOnlySpan<HotRecord<MapWork>> records)
    {
        var sum = 0L;
        foreach (var record in records)
        {
            var map = CollectionsMarshal.GetValueRefOrAddDefault(state, record.Key, out _) ??= [];
            var mapKey = HotStates.MapKey(record.Value);
            map.TryGetValue(mapKey, out var entry);
            entry += record.Value;
            map[mapKey] = entry;
            sum += entry;
        }

        return sum;
    }
}

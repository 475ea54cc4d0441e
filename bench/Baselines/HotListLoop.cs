using System.Runtime.InteropServices;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>A list of each key in a dictionary: one look-up a record, and another one to remove the key.</summary>
internal sealed class HotListLoop(string name, HotTable<HotRecord<ListWork>> table)
    : HotLoop<HotRecord<ListWork>, Dictionary<long, List<long>>>(name, table)
{
    protected override long Process(Dictionary<long, List<long>> state, ReadOnlySpan<HotRecord<ListWork>> records)
    {
        var sum = 0L;
        foreach (var record in records)
        {
            var list = CollectionsMarshal.GetValueRefOrAddDefault(state, record.Key, out _) ??= [];
            list.Add(record.Value);
            if (!HotStates.Clears(record.Value)) continue;
            foreach (var value in list) sum += value;
            state.Remove(record.Key);
        }

        return sum;
    }
}

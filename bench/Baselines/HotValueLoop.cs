using System.Runtime.InteropServices;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>A value of each key in a dictionary, one look-up a record.</summary>
internal sealed class HotValueLoop(string name, HotTable<HotRecord<ValueWork>> table)
    : HotLoop<HotRecord<ValueWork>, Dictionary<long, long>>(name, table)
{
    protected override long Process(Dictionary<long, long> state, ReadOnlySpan<HotRecord<ValueWork>> records)
    {
        var sum = 0L;
        foreach (var record in records) sum += CollectionsMarshal.GetValueRefOrAddDefault(state, record.Key, out _) += record.Value;
        return sum;
    }
}

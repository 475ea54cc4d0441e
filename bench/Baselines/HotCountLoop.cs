using System.Runtime.InteropServices;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>A count in a dictionary, one look-up a record.</summary>
internal sealed class HotCountLoop(string name, HotTable<long> table) : HotLoop<long, Dictionary<long, long>>(name, table)
{
    protected override long Process(Dictionary<long, long> state, ReadOnlySpan<long> records)
    {
        var sum = 0L;
        foreach (var key in records) sum += ++CollectionsMarshal.GetValueRefOrAddDefault(state, key, out _);
        return sum;
    }
}

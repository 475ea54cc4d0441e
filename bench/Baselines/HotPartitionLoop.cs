using FlowActors.Bench.Work;
using FlowActors.Serialization;

namespace FlowActors.Bench.Baselines;

/// <summary>An array for each target, into which records are put one by one; a full one is summed and filled anew.</summary>
internal sealed class HotPartitionLoop<T>(string name, HotPartitions<T> work) : HotLoop<T, HotPartitionLoop<T>.Arrays>(name, work.Table)
{
    private readonly KeySerializer<T> _keys = new SerializerRegistry().GetKey<T>();

    protected override long Process(Arrays state, ReadOnlySpan<T> records)
    {
        var sum = 0L;
        var (values, counts, key, keys) = (state.Values, state.Counts, work.Key, _keys);
        foreach (var record in records)
        {
            var group = KeyGroups.Assign(keys.StableHash(key(record)), HotPartitions.KeyGroupCount);
            var target = KeyGroups.OwnerOf(group, HotPartitions.KeyGroupCount, HotPartitions.Targets);
            var array = values[target];
            array[counts[target]++] = record;
            if (counts[target] == array.Length) sum += Take(state, target);
        }

        return sum;
    }

    protected override long End(Arrays state) => Enumerable.Range(0, HotPartitions.Targets).Sum(target => Take(state, target));

    private long Take(Arrays state, int target)
    {
        var sum = (target + 1) * work.Sum(state.Values[target].AsSpan(0, state.Counts[target]));
        state.Counts[target] = 0;
        return sum;
    }

    /// <summary>What is on its way to each target.</summary>
    internal sealed class Arrays
    {
        public T[][] Values { get; } = [.. Enumerable.Range(0, HotPartitions.Targets).Select(_ => new T[HotTable<T>.LotRecords])];

        public int[] Counts { get; } = new int[HotPartitions.Targets];
    }
}

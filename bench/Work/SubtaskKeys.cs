using FlowActors.Serialization;

namespace FlowActors.Bench.Work;

/// <summary>The keys of each subtask of <see cref="BundleLayout.Parallelism"/>: the first longs that live there.</summary>
internal static class SubtaskKeys
{
    private static readonly KeySerializer<long> s_keys = SerializerRegistry.Default.GetKey<long>();

    /// <summary>The key group of a key, and the hash that says it.</summary>
    public static int GroupOf(long key, out int hash) => KeyGroups.Assign(hash = s_keys.StableHash(key), BundleLayout.MaxParallelism);

    /// <param name="each">How many each subtask has.</param>
    public static long[][] Create(int each)
    {
        long[][] keys = [.. Enumerable.Range(0, BundleLayout.Parallelism).Select(_ => new long[each])];
        var found = new int[keys.Length];
        for (var key = 0L; found.Min() < each; key++)
        {
            var owner = KeyGroups.OwnerOf(GroupOf(key, out _), BundleLayout.MaxParallelism, BundleLayout.Parallelism);
            if (found[owner] < each) keys[owner][found[owner]++] = key;
        }

        return keys;
    }
}

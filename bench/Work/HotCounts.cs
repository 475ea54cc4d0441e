namespace FlowActors.Bench.Work;

/// <summary>Longs that are counted by themselves; for each the count of its key so far is emitted.</summary>
internal static class HotCounts
{
    public static HotTable<long> Of(int length, int passes, int keys)
    {
        var table = new long[length];
        for (var i = 0; i < length; i++) table[i] = Uniform.Index(i, keys);
        var counts = new long[keys];
        foreach (var key in table) counts[key] += passes;
        return new(table, passes, counts.Sum(n => n * (n + 1) / 2));
    }
}

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>One record of a job; everything follows from the seed and the position.</summary>
/// <param name="Position">Its number.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">What is summed.</param>
internal readonly record struct ClusterRecord(long Position, int Key, long Value);

/// <summary>What a key has, which anybody may read.</summary>
/// <param name="Number">How many records it has had.</param>
/// <param name="Sum">The sum of their values.</param>
internal readonly record struct ClusterCount(long Number, long Sum);

/// <summary>A record that was counted.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Position">Its number.</param>
/// <param name="Number">The how-manieth of its key it is.</param>
/// <param name="Sum">The sum of the values of its key up to it.</param>
/// <param name="At">When it was counted, in ms.</param>
internal readonly record struct ClusterStep(int Key, long Position, long Number, long Sum, long At)
{
    /// <summary>The key of what counts once more behind it.</summary>
    public int Group => Key % ClusterRecords.Groups;
}

/// <summary>Makes the records of a job, and says what each key must have after how many of them. The records of a key come from one split, so in their order. For one thread.</summary>
internal sealed class ClusterRecords(ulong seed)
{
    /// <summary>How many keys there are.</summary>
    public const int Keys = 40;

    /// <summary>How many subtasks a source has, whatever the job's parallelism is: a part of <see cref="Keys"/>, so that the records of a key come from one of them.</summary>
    public const int Splits = 2;

    /// <summary>How many groups the keys have.</summary>
    public const int Groups = 7;

    private readonly List<long>[] _sums = [.. Enumerable.Range(0, Keys).Select(_ => new List<long> { 0 })];

    public ClusterRecord At(long position) => new(position, (int)(position % Keys), (long)(Mix(seed + (ulong)position) >> 24));

    /// <summary>The position of a record, from 1, of a key.</summary>
    public static long PositionOf(int key, long number) => key + (number - 1) * Keys;

    /// <summary>The sum of the first records of a key.</summary>
    public long SumOf(int key, long number)
    {
        var sums = _sums[key];
        while (sums.Count <= number) sums.Add(sums[^1] + At(PositionOf(key, sums.Count)).Value);
        return sums[(int)number];
    }

    // SplitMix64.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}

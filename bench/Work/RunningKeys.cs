namespace FlowActors.Bench.Work;

/// <summary>
/// A count over states that stay from run to run: each run has other records of the same kind, so that none finds in a cache what the one before it has left
/// there. All keys are there, counted once, before the first run.
/// </summary>
/// <param name="keys">How many keys there are, from 0 on.</param>
/// <param name="records">The records of a run.</param>
/// <param name="keyAt">The key of a position; run n begins at n times the records.</param>
internal sealed class RunningKeys(int keys, int records, Func<long, int> keyAt)
{
    private readonly List<long> _expected = [];
    private readonly int[] _counts = InitialCounts(keys);

    public int Keys => keys;

    public int Records => records;

    /// <summary>Evenly spread keys.</summary>
    public static RunningKeys Uniformly(int keys, int records) => new(keys, records, position => Uniform.Index(position, keys));

    /// <summary>Keys of which the k-th most frequent comes as often as the first divided by k, in no order; those of so many runs differ, then they come again.</summary>
    public static RunningKeys ByZipf(int keys, int records, int runs)
    {
        var table = Zipf.Draw(keys, exponent: 1, (long)records * runs);
        return new(keys, records, position => table[position % table.Length]);
    }

    /// <summary>The key of a record of a run.</summary>
    public long KeyOf(int run, int record) => keyAt((long)run * records + record);

    /// <summary>The sum of all counts emitted in a run, from 0 on.</summary>
    public long ExpectedOf(int run)
    {
        while (_expected.Count <= run)
        {
            var sum = 0L;
            for (var i = 0; i < records; i++) sum += ++_counts[KeyOf(_expected.Count, i)];
            _expected.Add(sum);
        }

        return _expected[run];
    }

    private static int[] InitialCounts(int keys)
    {
        var counts = new int[keys];
        Array.Fill(counts, 1);
        return counts;
    }
}

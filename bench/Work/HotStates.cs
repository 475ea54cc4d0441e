namespace FlowActors.Bench.Work;

/// <summary>
/// What is done with the state of each key, and the records for it. Keys and values are spread evenly and independently of each
/// other. The expected sums come from arrays by key.
/// </summary>
internal static class HotStates
{
    /// <summary>The entries of a map.</summary>
    public const int MapKeys = 8;

    /// <summary>A list is read and cleared after so many records, on the average.</summary>
    private const int RecordsPerClear = 16;

    private const int Values = 1_000 * RecordsPerClear;

    /// <summary>Whether the list of the record's key is read and cleared after it.</summary>
    public static bool Clears(long value) => value % RecordsPerClear == 0;

    /// <summary>The entry that a record belongs to.</summary>
    public static long MapKey(long value) => value % MapKeys;

    /// <summary>Emits for each record the sum of its key.</summary>
    public static HotTable<HotRecord<ValueWork>> OfValues(int length, int passes, int keys)
    {
        var sums = new long[keys];
        return Table<ValueWork>(length, passes, keys, record => sums[record.Key] += record.Value);
    }

    /// <summary>Emits the sum of a list that is cleared.</summary>
    public static HotTable<HotRecord<ListWork>> OfLists(int length, int passes, int keys)
    {
        var sums = new long[keys];
        return Table<ListWork>(length, passes, keys, record =>
        {
            var sum = sums[record.Key] += record.Value;
            if (!Clears(record.Value)) return 0;
            sums[record.Key] = 0;
            return sum;
        });
    }

    /// <summary>Emits for each record the sum of its entry.</summary>
    public static HotTable<HotRecord<MapWork>> OfMaps(int length, int passes, int keys)
    {
        var sums = new long[keys, MapKeys];
        return Table<MapWork>(length, passes, keys, record => sums[record.Key, MapKey(record.Value)] += record.Value);
    }

    private static HotTable<HotRecord<TWork>> Table<TWork>(int length, int passes, int keys, Func<HotRecord<TWork>, long> emitted)
        where TWork : struct
    {
        var table = new HotRecord<TWork>[length];
        for (var i = 0; i < length; i++) table[i] = new(Uniform.Index(i, keys), Uniform.Index((long)length + i, Values));
        var expected = 0L;
        for (var pass = 0; pass < passes; pass++)
            foreach (var record in table) expected += emitted(record);
        return new(table, passes, expected);
    }
}

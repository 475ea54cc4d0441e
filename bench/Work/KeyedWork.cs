namespace FlowActors.Bench.Work;

/// <summary>
/// The work of a keyed count: a record is made for each position, its key taken, its key's records so far counted, and that
/// count emitted. Every contender calls the same two delegates, and returns the sum of all counts emitted, which does not
/// depend on the order of the keys.
/// </summary>
/// <param name="Records">How many.</param>
/// <param name="Generate">The record of a position.</param>
/// <param name="Key">The key of a record.</param>
internal sealed record KeyedWork<TRecord, TKey>(long Records, Func<long, TRecord> Generate, Func<TRecord, TKey> Key)
    where TKey : notnull;

/// <summary>The streams that are counted. Keys are spread evenly.</summary>
internal static class KeyedWork
{
    /// <summary>The record and its key are a long.</summary>
    public static KeyedWork<long, long> Longs(long records, int keys) =>
        new(records, position => Uniform.Index(position, keys), static x => x);

    /// <summary>The record and its key are one of a table of strings: objects that are shared, as from a dictionary of names.</summary>
    public static KeyedWork<string, string> Strings(long records, int keys)
    {
        var table = new string[keys];
        for (var i = 0; i < keys; i++) table[i] = $"customer-{i:D7}";
        return new(records, position => table[Uniform.Index(position, table.Length)], static x => x);
    }

    /// <summary>The sum of all counts: 1 + 2 + ... + n for a key with n records.</summary>
    public static long Expected(long records, int keys)
    {
        var counts = new long[keys];
        for (var i = 0L; i < records; i++) counts[Uniform.Index(i, keys)]++;
        return counts.Sum(n => n * (n + 1) / 2);
    }
}

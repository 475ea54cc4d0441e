using System.Numerics;
using System.Runtime.InteropServices;
using FlowActors.Serialization;

namespace FlowActors.Bench.Work;

/// <summary>
/// Records that are sent to the targets that own their keys. A target gives the sum of what arrives there, times its number from 1
/// on, so that a misrouted record shows.
/// </summary>
/// <param name="Table">The records, and what the targets give together.</param>
/// <param name="Key">The key of a record.</param>
/// <param name="Sum">The sum of some records.</param>
internal sealed record HotPartitions<T>(HotTable<T> Table, Func<T, T> Key, Func<ReadOnlySpan<T>, long> Sum);

/// <summary>The streams that are partitioned.</summary>
internal static class HotPartitions
{
    public const int Targets = 8;
    public const int KeyGroupCount = 128;

    private const int Longs = 1_000_000;
    private const int Words = 10_000;

    /// <summary>The record and its key are a long, of a million.</summary>
    public static HotPartitions<long> OfLongs(int length, int passes)
    {
        var table = new long[length];
        for (var i = 0; i < length; i++) table[i] = Uniform.Index(i, Longs);
        return Of(table, passes, Sum);
    }

    /// <summary>The record and its key are one of ten thousand shared strings.</summary>
    public static HotPartitions<string> OfStrings(int length, int passes)
    {
        var words = new string[Words];
        for (var i = 0; i < words.Length; i++) words[i] = $"customer-{i}";
        var table = new string[length];
        for (var i = 0; i < length; i++) table[i] = words[Uniform.Index(i, Words)];
        return Of(table, passes, Sum);
    }

    private static HotPartitions<T> Of<T>(T[] table, int passes, Func<ReadOnlySpan<T>, long> sum)
    {
        var keys = new SerializerRegistry().GetKey<T>();
        var once = 0L;
        foreach (var record in table)
        {
            var target = KeyGroups.OwnerOf(KeyGroups.Assign(keys.StableHash(record), KeyGroupCount), KeyGroupCount, Targets);
            once += (target + 1) * sum([record]);
        }

        return new(new HotTable<T>(table, passes, once * passes), static x => x, sum);
    }

    // By vectors: what a target does with its records should take little beside the sending.
    private static long Sum(ReadOnlySpan<long> records)
    {
        var vectors = MemoryMarshal.Cast<long, Vector<long>>(records);
        var sums = Vector<long>.Zero;
        foreach (var vector in vectors) sums += vector;
        var sum = Vector.Sum(sums);
        foreach (var record in records[(vectors.Length * Vector<long>.Count)..]) sum += record;
        return sum;
    }

    private static long Sum(ReadOnlySpan<string> records)
    {
        var sum = 0L;
        foreach (var record in records) sum += record.Length;
        return sum;
    }
}

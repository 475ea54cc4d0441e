using System.Runtime.InteropServices;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>
/// A count in a bare <see cref="Dictionary{TKey, TValue}"/>, one look-up a record by
/// <see cref="CollectionsMarshal.GetValueRefOrAddDefault"/>. Each run begins with an empty dictionary.
/// </summary>
internal sealed class KeyedDictionary<TRecord, TKey>(string name, KeyedWork<TRecord, TKey> work, long expected)
    : Contender(name, work.Records, expected)
    where TKey : notnull
{
    public override ValueTask<long> RunAsync()
    {
        var counts = new Dictionary<TKey, long>();
        var sum = 0L;
        foreach (var (from, to) in Slices.Of(Records)) sum += Count(counts, work.Generate, work.Key, from, to);
        return ValueTask.FromResult(sum);
    }

    private static long Count(Dictionary<TKey, long> counts, Func<long, TRecord> generate, Func<TRecord, TKey> key, long from, long to)
    {
        var sum = 0L;
        for (var i = from; i < to; i++)
        {
            var record = generate(i);
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key(record), out _);
            sum += ++count;
        }

        return sum;
    }
}

namespace FlowActors.Bench.Work;

/// <summary>The stream that goes over the wire: readings with one of some keys, spread evenly.</summary>
internal static class ExchangeWork
{
    public static KeyedWork<Reading, long> Create(long records, long[] keys) => new(
        records,
        position => new Reading(keys[Uniform.Index(position, keys.Length)], position, ~position, position << 1),
        static reading => reading.Key);
}

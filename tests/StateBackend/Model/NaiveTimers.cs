using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Model;

/// <summary>Timers as a sorted set, in the order that the contract says.</summary>
internal sealed class NaiveTimers<TKey>
{
    private static readonly KeySerializer<TKey> s_keys = SerializerRegistry.Default.GetKey<TKey>();
    private static readonly KeySerializer<long> s_namespaces = SerializerRegistry.Default.GetKey<long>();

    private readonly SortedSet<(long Time, uint Hash, string Bytes, long Namespace, TKey Key)> _timers =
        new(Comparer<(long Time, uint Hash, string Bytes, long Namespace, TKey Key)>.Create(
            (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Hash != b.Hash ? a.Hash.CompareTo(b.Hash) : string.CompareOrdinal(a.Bytes, b.Bytes)));

    public int Count => _timers.Count;

    public IEnumerable<DueTimer<TKey, long>> All => _timers.Select(Due);

    public bool Add(TKey key, long ns, long time) => _timers.Add(Timer(key, ns, time));

    public bool Remove(TKey key, long ns, long time) => _timers.Remove(Timer(key, ns, time));

    public bool TryPeek(out long time)
    {
        time = _timers.Count == 0 ? 0 : _timers.Min.Time;
        return _timers.Count > 0;
    }

    public bool TryTake(long until, out DueTimer<TKey, long> timer)
    {
        timer = default;
        if (_timers.Count == 0 || _timers.Min.Time > until) return false;
        timer = Due(_timers.Min);
        return _timers.Remove(_timers.Min);
    }

    public void Clear() => _timers.Clear();

    private static DueTimer<TKey, long> Due((long Time, uint Hash, string Bytes, long Namespace, TKey Key) timer) =>
        new(timer.Key, (int)timer.Hash, timer.Namespace, timer.Time);

    private static (long, uint, string, long, TKey) Timer(TKey key, long ns, long time)
    {
        var bytes = new ByteWriter();
        s_keys.Serialize(bytes, key);
        s_namespaces.Serialize(bytes, ns);
        return (time, (uint)s_keys.StableHash(key), Convert.ToHexString(bytes.WrittenSpan), ns, key);
    }
}

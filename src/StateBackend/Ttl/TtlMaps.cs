using System.Diagnostics.CodeAnalysis;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.Ttl;

/// <summary>Maps whose entries are over after a while, each by itself.</summary>
internal readonly struct TtlMaps<TTable, TScan, TKey, TNamespace, TMapKey, TMapValue>(TTable table, TtlRules rules)
    : IMapTable<TKey, TNamespace, TMapKey, TMapValue, TtlMapScan<TScan, TMapKey, TMapValue>>
    where TTable : struct, IMapTable<TKey, TNamespace, TMapKey, Timed<TMapValue>, TScan>
    where TScan : struct, IElementScan<KeyValuePair<TMapKey, Timed<TMapValue>>>
{
    public long KeyCount => table.KeyCount;

    public long ElementCount => table.ElementCount;

    public bool TryGet(TKey key, int hash, TNamespace ns, TMapKey mapKey, Reading reading, [MaybeNullWhen(false)] out TMapValue value)
    {
        var now = rules.Now;
        if (!table.TryGet(key, hash, ns, mapKey, reading, out var timed) || rules.Hides(timed.LastTouch, now))
        {
            value = default;
            return false;
        }

        value = timed.Value;
        if (rules.Touches(reading, timed.LastTouch, now)) table.Put(key, hash, ns, mapKey, new(value, now));
        return true;
    }

    public bool Contains(TKey key, int hash, TNamespace ns, TMapKey mapKey) =>
        TryGet(key, hash, ns, mapKey, Reading.Peeks, out _);

    public bool IsEmpty(TKey key, int hash, TNamespace ns) => !Entries(key, hash, ns, Reading.Peeks).TryNext(out _);

    public void Put(TKey key, int hash, TNamespace ns, TMapKey mapKey, TMapValue value) =>
        table.Put(key, hash, ns, mapKey, new(value, Sweep()));

    public void Restore(TKey key, int hash, TNamespace ns, KeyValuePair<TMapKey, TMapValue> element, long? lastTouch) =>
        table.Put(key, hash, ns, element.Key, new(element.Value, rules.Restored(lastTouch)));

    public bool Remove(TKey key, int hash, TNamespace ns, TMapKey mapKey)
    {
        var isThere = Contains(key, hash, ns, mapKey);
        return table.Remove(key, hash, ns, mapKey) && isThere;
    }

    public bool TryTake(UnclaimedState restored) => table.TryTake(restored);

    public bool RemoveAll(TKey key, int hash, TNamespace ns) => table.RemoveAll(key, hash, ns);

    public void RemoveSome<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<KeyValuePair<TMapKey, TMapValue>> =>
        table.RemoveSome(new OfEntry<TMapKey, TMapValue, TTest>(test), elements);

    public TtlMapScan<TScan, TMapKey, TMapValue> Entries(TKey key, int hash, TNamespace ns, Reading reading) =>
        new(table.Entries(key, hash, ns, rules.Below(reading)), rules, reading);

    public IEnumerable<StoredElement<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>> Scan(int keyGroup, KeyRange keys)
    {
        var now = rules.Now;
        rules.BeginScan();
        try
        {
            foreach (var (key, ns, (mapKey, timed)) in table.Scan(keyGroup, keys))
            {
                if (rules.Hides(timed.LastTouch, now)) continue;
                yield return new(key, ns, new(mapKey, timed.Value)) { LastTouch = timed.LastTouch };
            }
        }
        finally
        {
            rules.EndScan();
        }
    }

    public bool FindKeys(KeyWindow window, ScanSlice slice) => table.FindKeys(window, slice);

    public IEnumerable<StoredElement<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>> ReadKeys(IEnumerable<HashedKey<TKey>> keys)
    {
        var now = rules.Now;
        foreach (var (key, ns, (mapKey, timed)) in table.ReadKeys(keys))
        {
            if (!rules.Hides(timed.LastTouch, now)) yield return new(key, ns, new(mapKey, timed.Value)) { LastTouch = timed.LastTouch };
        }
    }

    public bool TryLook(TKey key, int hash, TNamespace ns, TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value)
    {
        var isThere = table.TryLook(key, hash, ns, mapKey, out var timed) && !rules.Hides(timed.LastTouch, rules.Now);
        value = isThere ? timed.Value : default;
        return isThere;
    }

    public bool FindEntries(TKey key, int hash, TNamespace ns, KeyWindow window, ScanSlice slice) => table.FindEntries(key, hash, ns, window, slice);

    public IFrozenTable Freeze() => new TtlFrozenTable(table.Freeze(), rules, rules.Now);

    private long Sweep()
    {
        var now = rules.Now;
        table.RemoveSome(new IsEntryOver<TMapKey, TMapValue>(rules.Cutoff(now)), rules.CleanupSize);
        return now;
    }
}

/// <summary>Reads the entries that are not over, by the time at which the reading began.</summary>
internal struct TtlMapScan<TScan, TMapKey, TMapValue>(TScan scan, TtlRules rules, Reading reading)
    : IElementScan<KeyValuePair<TMapKey, TMapValue>>
    where TScan : struct, IElementScan<KeyValuePair<TMapKey, Timed<TMapValue>>>
{
    private readonly long _now = rules.Now;
    private TScan _scan = scan;

    public bool TryNext(out KeyValuePair<TMapKey, TMapValue> element)
    {
        while (_scan.TryNext(out var entry))
        {
            var (mapKey, timed) = entry;
            if (rules.Hides(timed.LastTouch, _now)) continue;
            element = new(mapKey, timed.Value);
            if (rules.Touches(reading, timed.LastTouch, _now)) Replace(element);
            return true;
        }

        element = default;
        return false;
    }

    public void Replace(KeyValuePair<TMapKey, TMapValue> element) => _scan.Replace(new(element.Key, new(element.Value, _now)));

    public void Restart() => _scan.Restart();
}

using System.Diagnostics.CodeAnalysis;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.Ttl;

/// <summary>Lists whose elements are over after a while, each by itself.</summary>
internal readonly struct TtlLists<TTable, TScan, TKey, TNamespace, T>(TTable table, TtlRules rules)
    : IListTable<TKey, TNamespace, T, TtlListScan<TScan, T>>
    where TTable : struct, IListTable<TKey, TNamespace, Timed<T>, TScan>
    where TScan : struct, IElementScan<Timed<T>>
{
    public long KeyCount => table.KeyCount;

    public long ElementCount => table.ElementCount;

    public void Append(TKey key, int hash, TNamespace ns, T value) => table.Append(key, hash, ns, new(value, Sweep()));

    public void AppendAll(TKey key, int hash, TNamespace ns, ReadOnlySpan<T> values) => table.AppendAll(key, hash, ns, Timed(values));

    public void PutAll(TKey key, int hash, TNamespace ns, ReadOnlySpan<T> values) => table.PutAll(key, hash, ns, Timed(values));

    public void Restore(TKey key, int hash, TNamespace ns, T element, long? lastTouch) =>
        table.Append(key, hash, ns, new(element, rules.Restored(lastTouch)));

    public bool TryTake(UnclaimedState restored) => table.TryTake(restored);

    public bool RemoveAll(TKey key, int hash, TNamespace ns) => table.RemoveAll(key, hash, ns);

    public void RemoveSome<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<T> => table.RemoveSome(new OfValue<T, TTest>(test), elements);

    public TtlListScan<TScan, T> Elements(TKey key, int hash, TNamespace ns, Reading reading) =>
        new(table.Elements(key, hash, ns, rules.Below(reading)), rules, reading);

    public IEnumerable<StoredElement<TKey, TNamespace, T>> Scan(int keyGroup, KeyRange keys)
    {
        var now = rules.Now;
        rules.BeginScan();
        try
        {
            foreach (var (key, ns, timed) in table.Scan(keyGroup, keys))
            {
                if (!rules.Hides(timed.LastTouch, now)) yield return new(key, ns, timed.Value) { LastTouch = timed.LastTouch };
            }
        }
        finally
        {
            rules.EndScan();
        }
    }

    public bool FindKeys(KeyWindow window, ScanSlice slice) => table.FindKeys(window, slice);

    public IEnumerable<StoredElement<TKey, TNamespace, T>> ReadKeys(IEnumerable<HashedKey<TKey>> keys)
    {
        var now = rules.Now;
        foreach (var (key, ns, timed) in table.ReadKeys(keys))
        {
            if (!rules.Hides(timed.LastTouch, now)) yield return new(key, ns, timed.Value) { LastTouch = timed.LastTouch };
        }
    }

    public IFrozenTable Freeze() => new TtlFrozenTable(table.Freeze(), rules, rules.Now);

    private Timed<T>[] Timed(ReadOnlySpan<T> values)
    {
        var now = Sweep();
        var timed = new Timed<T>[values.Length];
        for (var i = 0; i < timed.Length; i++) timed[i] = new(values[i], now);
        return timed;
    }

    private long Sweep()
    {
        var now = rules.Now;
        table.RemoveSome(new IsOver<T>(rules.Cutoff(now)), rules.CleanupSize);
        return now;
    }
}

/// <summary>Reads the elements that are not over, by the time at which the reading began.</summary>
internal struct TtlListScan<TScan, T>(TScan scan, TtlRules rules, Reading reading) : IElementScan<T>
    where TScan : struct, IElementScan<Timed<T>>
{
    private readonly long _now = rules.Now;
    private TScan _scan = scan;

    public bool TryNext([MaybeNullWhen(false)] out T element)
    {
        while (_scan.TryNext(out var timed))
        {
            if (rules.Hides(timed.LastTouch, _now)) continue;
            element = timed.Value;
            if (rules.Touches(reading, timed.LastTouch, _now)) _scan.Replace(new(element, _now));
            return true;
        }

        element = default;
        return false;
    }

    // The table below has the time as well.
    public void Replace(T element) => _scan.Replace(new(element, _now));

    public void Restart() => _scan.Restart();
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.Ttl;

/// <summary>Values that are over after a while, on top of a table that keeps them with their times.</summary>
internal readonly struct TtlValues<TTable, TKey, TNamespace, T>(TTable table, TtlRules rules) : IValueTable<TKey, TNamespace, T>
    where TTable : struct, IValueTable<TKey, TNamespace, Timed<T>>
{
    public long KeyCount => table.KeyCount;

    public long ElementCount => table.ElementCount;

    public int Generation => table.Generation;

    public ref T GetOrAdd(TKey key, int hash, TNamespace ns, out bool exists)
    {
        var now = Sweep();
        ref var timed = ref table.GetOrAdd(key, hash, ns, out exists);
        if (exists && rules.Hides(timed.LastTouch, now))
        {
            exists = false;
            timed.Value = default!;
        }

        timed.LastTouch = now;
        return ref timed.Value;
    }

    public ref T Find(TKey key, int hash, TNamespace ns)
    {
        var now = Sweep();
        ref var timed = ref table.Find(key, hash, ns);
        // What is over stays until the caller puts something in its place, or a sweep finds it.
        if (Unsafe.IsNullRef(ref timed) || rules.Hides(timed.LastTouch, now)) return ref Unsafe.NullRef<T>();
        timed.LastTouch = now;
        return ref timed.Value;
    }

    public bool TryGet(TKey key, int hash, TNamespace ns, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        var now = rules.Now;
        if (!table.TryGet(key, hash, ns, reading, out var timed) || rules.Hides(timed.LastTouch, now))
        {
            value = default;
            return false;
        }

        value = timed.Value;
        if (rules.Touches(reading, timed.LastTouch, now)) table.Put(key, hash, ns, new(value, now));
        return true;
    }

    public void Put(TKey key, int hash, TNamespace ns, T value) => table.Put(key, hash, ns, new(value, Sweep()));

    public void Restore(TKey key, int hash, TNamespace ns, T element, long? lastTouch) =>
        table.Put(key, hash, ns, new(element, rules.Restored(lastTouch)));

    public bool TryTake(UnclaimedState restored) => table.TryTake(restored);

    public bool RemoveAll(TKey key, int hash, TNamespace ns) => table.RemoveAll(key, hash, ns);

    public void RemoveSome<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<T> => table.RemoveSome(new OfValue<T, TTest>(test), elements);

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

    private long Sweep()
    {
        var now = rules.Now;
        table.RemoveSome(new IsOver<T>(rules.Cutoff(now)), rules.CleanupSize);
        return now;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Tables;

/// <summary>A dictionary in each entry; a key whose map is empty has no entry.</summary>
internal readonly struct MemoryMaps<TKey, TNamespace, TMapKey, TMapValue>(
    MemoryTable<TKey, TNamespace, Dictionary<TMapKey, TMapValue>> table, KeySerializer<TMapKey> mapKeys)
    : IMapTable<TKey, TNamespace, TMapKey, TMapValue, MemoryMapScan<TMapKey, TMapValue>>
    where TMapKey : notnull
{
    // Null where the dictionary's own comparison, which is faster, gives the same answers.
    private readonly IEqualityComparer<TMapKey>? _comparer =
        KeyTraits<TMapKey>.EqualsAsBytes || typeof(TMapKey) == typeof(string) ? null : mapKeys;

    public long KeyCount => table.Count;

    public long ElementCount => table.ElementCount;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(TKey key, int hash, TNamespace ns, TMapKey mapKey, Reading reading, [MaybeNullWhen(false)] out TMapValue value)
    {
        if (!table.TryGet(key, hash, ns, out var map) || !map.TryGetValue(mapKey, out value))
        {
            value = default;
            return false;
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<TMapValue>() && reading == Reading.MayChange) table.KeepReadElements();
        return true;
    }

    public bool Contains(TKey key, int hash, TNamespace ns, TMapKey mapKey) =>
        table.TryGet(key, hash, ns, out var map) && map.ContainsKey(mapKey);

    public bool IsEmpty(TKey key, int hash, TNamespace ns) => !table.TryGet(key, hash, ns, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(TKey key, int hash, TNamespace ns, TMapKey mapKey, TMapValue value)
    {
        var map = table.GetOrAddAfterRead(key, hash, ns) ??= new(_comparer);
        CollectionsMarshal.GetValueRefOrAddDefault(map, mapKey, out var exists) = value;
        if (!exists) table.ElementCount++;
    }

    public void Restore(TKey key, int hash, TNamespace ns, KeyValuePair<TMapKey, TMapValue> element, long? lastTouch) =>
        Put(key, hash, ns, element.Key, element.Value);

    public bool Remove(TKey key, int hash, TNamespace ns, TMapKey mapKey)
    {
        if (!table.TryGet(key, hash, ns, out var map)) return false;
        table.KeepRead();
        if (!map.Remove(mapKey)) return false;
        table.ElementCount--;
        if (map.Count == 0) table.Remove(key, hash, ns);
        return true;
    }

    public bool TryTake(UnclaimedState restored) => false;

    public bool RemoveAll(TKey key, int hash, TNamespace ns)
    {
        if (!table.TryGet(key, hash, ns, out var map)) return false;
        table.ElementCount -= map.Count;
        return table.Remove(key, hash, ns);
    }

    public void RemoveSome<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<KeyValuePair<TMapKey, TMapValue>> => table.Sweep(new Sweeper<TTest>(table, test), elements);

    public MemoryMapScan<TMapKey, TMapValue> Entries(TKey key, int hash, TNamespace ns, Reading reading)
    {
        if (table.TryGet(key, hash, ns, out var map) && reading == Reading.MayChange) table.KeepReadElements();
        return new(map);
    }

    public IEnumerable<StoredElement<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>> Scan(int keyGroup, KeyRange keys)
    {
        foreach (var (key, ns, map) in table.Scan(keyGroup, keys))
        {
            foreach (var entry in InOrder(map, keys.BeginsInMap ? keys.FirstMapKeyAt(table.PlaceOf(key, ns)) : [])) yield return new(key, ns, entry);
        }
    }

    public bool FindKeys(KeyWindow window, ScanSlice slice) => table.FindKeys(window, slice);

    public IEnumerable<StoredElement<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>> ReadKeys(IEnumerable<HashedKey<TKey>> keys)
    {
        foreach (var (key, ns, map) in table.ReadKeys(keys))
        {
            foreach (var entry in map) yield return new(key, ns, entry);
        }
    }

    public bool TryLook(TKey key, int hash, TNamespace ns, TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value) =>
        TryGet(key, hash, ns, mapKey, Reading.Peeks, out value);

    // A dictionary cannot be gone on with once it was changed.
    public bool FindEntries(TKey key, int hash, TNamespace ns, KeyWindow window, ScanSlice slice)
    {
        if (window.IsPastSlots) return true;
        if (window.Copied is not TMapKey[] copied)
        {
            copied = table.TryGet(key, hash, ns, out var map) ? new TMapKey[map.Count] : [];
            map?.Keys.CopyTo(copied, 0);
            window.Copied = copied;
        }

        return window.AddCopied(copied, mapKeys, slice);
    }

    public IFrozenTable Freeze() => table.Freeze();

    private KeyValuePair<TMapKey, TMapValue>[] InOrder(Dictionary<TMapKey, TMapValue> map, ReadOnlySpan<byte> first)
    {
        var order = new ByteOrder<KeyValuePair<TMapKey, TMapValue>>(map.Count);
        foreach (var entry in map)
        {
            mapKeys.Serialize(order.Bytes, entry.Key);
            if (order.Key.SequenceCompareTo(first) >= 0) order.Add(entry);
            else order.Drop();
        }

        return order.Sorted();
    }

    private readonly struct Sweeper<TTest>(MemoryTable<TKey, TNamespace, Dictionary<TMapKey, TMapValue>> table, TTest test)
        : IEntrySweeper<Dictionary<TMapKey, TMapValue>>
        where TTest : struct, IElementTest<KeyValuePair<TMapKey, TMapValue>>
    {
        public int CountOf(Dictionary<TMapKey, TMapValue> map) => map.Count;

        public bool Finds(Dictionary<TMapKey, TMapValue> map)
        {
            foreach (var entry in map)
            {
                if (test.Holds(entry)) return true;
            }

            return false;
        }

        public bool Empties(Dictionary<TMapKey, TMapValue> map)
        {
            foreach (var entry in map)
            {
                if (!test.Holds(entry)) continue;
                map.Remove(entry.Key);
                table.ElementCount--;
            }

            return map.Count == 0;
        }
    }
}

/// <summary>Reads a dictionary; none is an empty one.</summary>
internal struct MemoryMapScan<TMapKey, TMapValue>(Dictionary<TMapKey, TMapValue>? map) : IElementScan<KeyValuePair<TMapKey, TMapValue>>
    where TMapKey : notnull
{
    private Dictionary<TMapKey, TMapValue>.Enumerator _entries = map?.GetEnumerator() ?? default;

    public bool TryNext(out KeyValuePair<TMapKey, TMapValue> element)
    {
        if (map is not null && _entries.MoveNext())
        {
            element = _entries.Current;
            return true;
        }

        element = default;
        return false;
    }

    public readonly void Replace(KeyValuePair<TMapKey, TMapValue> element) =>
        CollectionsMarshal.GetValueRefOrNullRef(map!, element.Key) = element.Value;

    public void Restart() => _entries = map?.GetEnumerator() ?? default;
}

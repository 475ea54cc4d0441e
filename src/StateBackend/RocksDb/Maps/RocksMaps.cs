using System.Diagnostics.CodeAnalysis;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Maps;

/// <summary>Maps before RocksDB, as the contract speaks of them.</summary>
internal readonly struct RocksMaps<TKey, TNamespace, TMapKey, TMapValue>(MapCache<TKey, TNamespace, TMapKey, TMapValue> cache)
    : IMapTable<TKey, TNamespace, TMapKey, TMapValue, RocksMapScan<TKey, TNamespace, TMapKey, TMapValue>>
    where TMapKey : notnull
{
    public long KeyCount => cache.KeyCount;

    public long ElementCount => cache.ElementCount;

    public bool TryGet(TKey key, int hash, TNamespace ns, TMapKey mapKey, Reading reading, [MaybeNullWhen(false)] out TMapValue value) =>
        cache.TryGet(key, hash, ns, mapKey, reading, out value);

    public bool Contains(TKey key, int hash, TNamespace ns, TMapKey mapKey) => cache.Contains(key, hash, ns, mapKey);

    public bool IsEmpty(TKey key, int hash, TNamespace ns) => cache.IsEmpty(key, hash, ns);

    public void Put(TKey key, int hash, TNamespace ns, TMapKey mapKey, TMapValue value) => cache.Put(key, hash, ns, mapKey, value);

    public bool Remove(TKey key, int hash, TNamespace ns, TMapKey mapKey) => cache.Remove(key, hash, ns, mapKey);

    public RocksMapScan<TKey, TNamespace, TMapKey, TMapValue> Entries(TKey key, int hash, TNamespace ns, Reading reading) =>
        new(cache, key, hash, ns, reading);

    public void Restore(TKey key, int hash, TNamespace ns, KeyValuePair<TMapKey, TMapValue> element, long? lastTouch) =>
        Put(key, hash, ns, element.Key, element.Value);

    public bool TryTake(UnclaimedState restored) => cache.TryTake(restored);

    public bool RemoveAll(TKey key, int hash, TNamespace ns) => cache.RemoveAll(key, hash, ns);

    public void RemoveSome<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<KeyValuePair<TMapKey, TMapValue>> => cache.Sweep(test, elements);

    public IEnumerable<StoredElement<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>> Scan(int keyGroup, KeyRange keys) => cache.Scan(keyGroup, keys);

    public bool FindKeys(KeyWindow window, ScanSlice slice) => cache.FindKeys(window, slice);

    public IEnumerable<StoredElement<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>> ReadKeys(IEnumerable<HashedKey<TKey>> keys) => cache.ReadKeys(keys);

    public bool TryLook(TKey key, int hash, TNamespace ns, TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value) =>
        cache.TryLook(key, hash, ns, mapKey, out value);

    public bool FindEntries(TKey key, int hash, TNamespace ns, KeyWindow window, ScanSlice slice) => cache.FindEntries(key, hash, ns, window, slice);

    public IFrozenTable Freeze() => cache.Freeze();
}

/// <summary>Reads a map: what is in memory, then, where that is not all, the rest piece by piece.</summary>
internal struct RocksMapScan<TKey, TNamespace, TMapKey, TMapValue> : IElementScan<KeyValuePair<TMapKey, TMapValue>>
    where TMapKey : notnull
{
    private readonly MapCache<TKey, TNamespace, TMapKey, TMapValue> _cache;
    private readonly TKey _key;
    private readonly int _hash;
    private readonly TNamespace _namespace;
    private readonly Dictionary<TMapKey, MapCell<TMapValue>>? _cells;
    private readonly bool _isComplete;
    private Dictionary<TMapKey, MapCell<TMapValue>>.Enumerator _inMemory;
    private bool _isPastMemory;
    private List<KeyValuePair<TMapKey, TMapValue>>? _piece;
    private byte[]? _from;
    private int _next;

    public RocksMapScan(MapCache<TKey, TNamespace, TMapKey, TMapValue> cache, TKey key, int hash, TNamespace ns, Reading reading)
    {
        (_cache, _key, _hash, _namespace) = (cache, key, hash, ns);
        var node = cache.Read(key, hash, ns, reading);
        _isComplete = node?.IsComplete ?? true;
        // Reading one entry of a map that is not complete brings it into memory, in the midst of this.
        _cells = _isComplete ? node?.Cells : new(node!.Cells, node.Cells.Comparer);
        _inMemory = _cells?.GetEnumerator() ?? default;
    }

    public bool TryNext(out KeyValuePair<TMapKey, TMapValue> element)
    {
        element = default;
        if (_cells is null) return false;
        while (!_isPastMemory && _inMemory.MoveNext())
        {
            var (mapKey, cell) = _inMemory.Current;
            if (!cell.IsPresent) continue;
            element = new(mapKey, cell.Value);
            return true;
        }

        _isPastMemory = true;
        return !_isComplete && TryNextStored(out element);
    }

    public readonly void Replace(KeyValuePair<TMapKey, TMapValue> element) => _cache.Put(_key, _hash, _namespace, element.Key, element.Value);

    public void Restart()
    {
        _inMemory = _cells?.GetEnumerator() ?? default;
        _isPastMemory = false;
        (_piece, _from, _next) = (null, null, 0);
    }

    private bool TryNextStored(out KeyValuePair<TMapKey, TMapValue> element)
    {
        while (true)
        {
            if (_piece is null || _next == _piece.Count)
            {
                _from = _cache.ReadPiece(_key, _hash, _namespace, _from ?? [], _piece ??= []);
                _next = 0;
                if (_piece.Count == 0) break;
            }

            element = _piece[_next++];
            if (!_cells!.ContainsKey(element.Key)) return true;
        }

        element = default;
        return false;
    }
}

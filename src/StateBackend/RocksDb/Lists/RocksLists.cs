using System.Diagnostics.CodeAnalysis;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Lists;

/// <summary>Lists before RocksDB, as the contract speaks of them.</summary>
internal readonly struct RocksLists<TKey, TNamespace, T>(ListCache<TKey, TNamespace, T> cache)
    : IListTable<TKey, TNamespace, T, RocksListScan<TKey, TNamespace, T>>
{
    public long KeyCount => cache.KeyCount;

    public long ElementCount => cache.ElementCount;

    public void Append(TKey key, int hash, TNamespace ns, T value) => cache.Append(key, hash, ns, new ReadOnlySpan<T>(in value));

    public void AppendAll(TKey key, int hash, TNamespace ns, ReadOnlySpan<T> values) => cache.Append(key, hash, ns, values);

    public void PutAll(TKey key, int hash, TNamespace ns, ReadOnlySpan<T> values) => cache.PutAll(key, hash, ns, values);

    public RocksListScan<TKey, TNamespace, T> Elements(TKey key, int hash, TNamespace ns, Reading reading) => new(cache, key, hash, ns, reading);

    public void Restore(TKey key, int hash, TNamespace ns, T element, long? lastTouch) => Append(key, hash, ns, element);

    public bool TryTake(UnclaimedState restored) => cache.TryTake(restored);

    public bool RemoveAll(TKey key, int hash, TNamespace ns) => cache.RemoveAll(key, hash, ns);

    public void RemoveSome<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<T> => cache.Sweep(test, elements);

    public IEnumerable<StoredElement<TKey, TNamespace, T>> Scan(int keyGroup, KeyRange keys) => cache.Scan(keyGroup, keys);

    public bool FindKeys(KeyWindow window, ScanSlice slice) => cache.FindKeys(window, slice);

    public IEnumerable<StoredElement<TKey, TNamespace, T>> ReadKeys(IEnumerable<HashedKey<TKey>> keys) => cache.ReadKeys(keys);

    public IFrozenTable Freeze() => cache.Freeze();
}

/// <summary>Reads a list: from memory, or piece by piece where it is long.</summary>
internal struct RocksListScan<TKey, TNamespace, T> : IElementScan<T>
{
    private readonly ListCache<TKey, TNamespace, T> _cache;
    private readonly TKey _key;
    private readonly int _hash;
    private readonly TNamespace _namespace;
    private readonly ListNode<T>? _node;
    // The list itself, which the cache may forget while it is read.
    private readonly List<T>? _loaded;
    private List<T>? _piece;
    private long _pieceStart;
    private long _number;
    private long _next;

    public RocksListScan(ListCache<TKey, TNamespace, T> cache, TKey key, int hash, TNamespace ns, Reading reading)
    {
        (_cache, _key, _hash, _namespace) = (cache, key, hash, ns);
        _node = cache.Read(key, hash, ns, reading);
        _loaded = _node?.Loaded;
    }

    public bool TryNext([MaybeNullWhen(false)] out T element)
    {
        element = default;
        if (_node is null || _next >= _node.Count) return false;
        element = _next >= _node.StoredCount ? _node.Tail[(int)(_next - _node.StoredCount)] : Stored();
        _next++;
        return true;
    }

    public readonly void Replace(T element) => _cache.Replace(_key, _hash, _namespace, _next - 1, element);

    public void Restart()
    {
        _next = _number = _pieceStart = 0;
        _piece = null;
    }

    private T Stored()
    {
        if (_loaded is not null) return _loaded[(int)_next];
        if (_piece is null || _next - _pieceStart >= _piece.Count)
        {
            _piece = [];
            _pieceStart = _next;
            _number = _cache.ReadPiece(_key, _hash, _namespace, _number, _piece);
        }

        return _piece[(int)(_next - _pieceStart)];
    }
}

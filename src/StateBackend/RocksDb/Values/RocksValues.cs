using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Values;

/// <summary>Values before RocksDB, as the contract speaks of them.</summary>
internal readonly struct RocksValues<TKey, TNamespace, T>(ValueCache<TKey, TNamespace, T> cache) : IValueTable<TKey, TNamespace, T>
{
    public long KeyCount => cache.KeyCount;

    public long ElementCount => cache.ElementCount;

    public int Generation => cache.Generation;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T GetOrAdd(TKey key, int hash, TNamespace ns, out bool exists) => ref cache.GetOrAdd(key, hash, ns, out exists);

    public ref T Find(TKey key, int hash, TNamespace ns) => ref cache.Find(key, hash, ns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(TKey key, int hash, TNamespace ns, Reading reading, [MaybeNullWhen(false)] out T value) =>
        cache.TryGet(key, hash, ns, reading, out value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(TKey key, int hash, TNamespace ns, T value) => cache.Put(key, hash, ns, value);

    public void Restore(TKey key, int hash, TNamespace ns, T element, long? lastTouch) => Put(key, hash, ns, element);

    public bool TryTake(UnclaimedState restored) => cache.TryTake(restored);

    public bool RemoveAll(TKey key, int hash, TNamespace ns) => cache.Remove(key, hash, ns);

    public void RemoveSome<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<T> => cache.Sweep(test, elements);

    public IEnumerable<StoredElement<TKey, TNamespace, T>> Scan(int keyGroup, KeyRange keys) => cache.Scan(keyGroup, keys);

    public bool FindKeys(KeyWindow window, ScanSlice slice) => cache.FindKeys(window, slice);

    public IEnumerable<StoredElement<TKey, TNamespace, T>> ReadKeys(IEnumerable<HashedKey<TKey>> keys) => cache.ReadKeys(keys);

    public IFrozenTable Freeze() => cache.Freeze();
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Tables;

/// <summary>A value in each entry.</summary>
internal readonly struct MemoryValues<TKey, TNamespace, T>(MemoryTable<TKey, TNamespace, T> table) : IValueTable<TKey, TNamespace, T>
{
    public long KeyCount => table.Count;

    public long ElementCount => table.Count;

    public int Generation => table.Generation;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T GetOrAdd(TKey key, int hash, TNamespace ns, out bool exists) => ref table.GetOrAdd(key, hash, ns, out exists);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Find(TKey key, int hash, TNamespace ns) => ref table.Find(key, hash, ns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(TKey key, int hash, TNamespace ns, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        if (!table.TryGet(key, hash, ns, out value)) return false;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>() && reading == Reading.MayChange) table.KeepReadElements();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(TKey key, int hash, TNamespace ns, T value) => table.GetOrAddAfterRead(key, hash, ns) = value;

    public void Restore(TKey key, int hash, TNamespace ns, T element, long? lastTouch) => table.GetOrAdd(key, hash, ns, out _) = element;

    public bool TryTake(UnclaimedState restored) => false;

    public bool RemoveAll(TKey key, int hash, TNamespace ns) => table.Remove(key, hash, ns);

    public void RemoveSome<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<T> => table.Sweep(new Sweeper<TTest>(test), elements);

    public IEnumerable<StoredElement<TKey, TNamespace, T>> Scan(int keyGroup, KeyRange keys) => table.Scan(keyGroup, keys);

    public bool FindKeys(KeyWindow window, ScanSlice slice) => table.FindKeys(window, slice);

    public IEnumerable<StoredElement<TKey, TNamespace, T>> ReadKeys(IEnumerable<HashedKey<TKey>> keys) => table.ReadKeys(keys);

    public IFrozenTable Freeze() => table.Freeze();

    private readonly struct Sweeper<TTest>(TTest test) : IEntrySweeper<T>
        where TTest : struct, IElementTest<T>
    {
        public int CountOf(T value) => 1;

        public bool Finds(T value) => test.Holds(value);

        public bool Empties(T value) => test.Holds(value);
    }
}

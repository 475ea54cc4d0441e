using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Tables;

/// <summary>A list object in each entry; a key without elements has no entry.</summary>
internal readonly struct MemoryLists<TKey, TNamespace, T>(MemoryTable<TKey, TNamespace, List<T>> table)
    : IListTable<TKey, TNamespace, T, MemoryListScan<T>>
{
    public long KeyCount => table.Count;

    public long ElementCount => table.ElementCount;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(TKey key, int hash, TNamespace ns, T value)
    {
        // Counted first, so that nothing has to be kept over the calls; should the key be refused, the subtask has failed.
        table.ElementCount++;
        (table.GetOrAdd(key, hash, ns, out _) ??= []).Add(value);
    }

    public void AppendAll(TKey key, int hash, TNamespace ns, ReadOnlySpan<T> values)
    {
        (table.GetOrAdd(key, hash, ns, out _) ??= []).AddRange(values);
        table.ElementCount += values.Length;
    }

    public void PutAll(TKey key, int hash, TNamespace ns, ReadOnlySpan<T> values)
    {
        ref var list = ref table.GetOrAdd(key, hash, ns, out _);
        table.ElementCount += values.Length - (list?.Count ?? 0);
        list = [.. values];
    }

    public void Restore(TKey key, int hash, TNamespace ns, T element, long? lastTouch) => Append(key, hash, ns, element);

    public bool TryTake(UnclaimedState restored) => false;

    public bool RemoveAll(TKey key, int hash, TNamespace ns)
    {
        if (!table.TryGet(key, hash, ns, out var list)) return false;
        table.ElementCount -= list.Count;
        return table.Remove(key, hash, ns);
    }

    public void RemoveSome<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<T> => table.Sweep(new Sweeper<TTest>(table, test), elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MemoryListScan<T> Elements(TKey key, int hash, TNamespace ns, Reading reading)
    {
        if (table.TryGet(key, hash, ns, out var list) && reading == Reading.MayChange) table.KeepReadElements();
        return new(list);
    }

    public IEnumerable<StoredElement<TKey, TNamespace, T>> Scan(int keyGroup, KeyRange keys)
    {
        foreach (var (key, ns, list) in table.Scan(keyGroup, keys))
        {
            foreach (var element in list) yield return new(key, ns, element);
        }
    }

    public bool FindKeys(KeyWindow window, ScanSlice slice) => table.FindKeys(window, slice);

    public IEnumerable<StoredElement<TKey, TNamespace, T>> ReadKeys(IEnumerable<HashedKey<TKey>> keys)
    {
        foreach (var (key, ns, list) in table.ReadKeys(keys))
        {
            foreach (var element in list) yield return new(key, ns, element);
        }
    }

    public IFrozenTable Freeze() => table.Freeze();

    private readonly struct Sweeper<TTest>(MemoryTable<TKey, TNamespace, List<T>> table, TTest test) : IEntrySweeper<List<T>>
        where TTest : struct, IElementTest<T>
    {
        public int CountOf(List<T> list) => list.Count;

        public bool Finds(List<T> list)
        {
            foreach (ref readonly var element in CollectionsMarshal.AsSpan(list))
            {
                if (test.Holds(element)) return true;
            }

            return false;
        }

        public bool Empties(List<T> list)
        {
            var kept = 0;
            var elements = CollectionsMarshal.AsSpan(list);
            foreach (ref readonly var element in elements)
            {
                if (!test.Holds(element)) elements[kept++] = element;
            }

            table.ElementCount -= list.Count - kept;
            list.RemoveRange(kept, list.Count - kept);
            return kept == 0;
        }
    }
}

/// <summary>Reads a list; none is an empty one.</summary>
internal struct MemoryListScan<T>(List<T>? list) : IElementScan<T>
{
    private int _next;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T element)
    {
        if (list is not null && _next < list.Count)
        {
            element = list[_next++];
            return true;
        }

        element = default;
        return false;
    }

    public readonly void Replace(T element) => list![_next - 1] = element;

    public void Restart() => _next = 0;
}

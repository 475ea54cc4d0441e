using FlowActors.State.Memory.Tables;

namespace FlowActors.State.Memory.Keyed;

/// <summary>A list object for each key; a key without elements has no entry.</summary>
internal sealed class MemoryListState<TKey, T>(KeyContext<TKey> context, MemoryStateTable<TKey, List<T>> table) : IListState<T>
{
    public IEnumerable<T> Get() => table.TryGet(context.Key, context.Hash, out var list) ? list : [];

    public void Add(T value) => (table.Place(context.Key, context.Hash, out _) ??= []).Add(value);

    public void AddAll(IEnumerable<T> values)
    {
        // Taken whole first: the values may be made from this very list, or fail half-way.
        T[] added = [.. values];
        if (added.Length > 0) (table.Place(context.Key, context.Hash, out _) ??= []).AddRange(added);
    }

    public void Update(IEnumerable<T> values)
    {
        List<T> replacement = [.. values];
        if (replacement.Count > 0) table.Place(context.Key, context.Hash, out _) = replacement;
        else Clear();
    }

    public void Clear() => table.Remove(context.Key, context.Hash);
}

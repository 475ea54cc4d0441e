using System.Diagnostics.CodeAnalysis;
using FlowActors.State.Memory.Tables;

namespace FlowActors.State.Memory.Keyed;

internal sealed class MemoryValueState<TKey, T>(KeyContext<TKey> context, MemoryStateTable<TKey, T> table) : IValueState<T>
{
    public MemoryStateTable<TKey, T> Table => table;

    public bool TryGet([MaybeNullWhen(false)] out T value) => table.TryGet(context.Key, context.Hash, out value);

    public T? Value() => table.TryGet(context.Key, context.Hash, out var value) ? value : default;

    public void Update(T value) => table.Place(context.Key, context.Hash, out _) = value;

    public void Clear() => table.Remove(context.Key, context.Hash);
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.State.Memory.Tables;

namespace FlowActors.State.Memory.Keyed;

internal sealed class MemoryReducingState<TKey, T>(
    KeyContext<TKey> context, MemoryStateTable<TKey, T> table, Func<T, T, T> reduce, Copier<T> copier) : IReducingState<T>
{
    public void Add(T value)
    {
        ref var kept = ref table.Find(context.Key, context.Hash);
        if (!Unsafe.IsNullRef(ref kept))
        {
            kept = reduce(kept, value);
            return;
        }

        // The record still belongs to others, and the fold may change what it is given first.
        value = copier.Apart(value);
        table.Place(context.Key, context.Hash, out _) = value;
    }

    public bool TryGet([MaybeNullWhen(false)] out T result)
    {
        if (!table.TryGet(context.Key, context.Hash, out result)) return false;
        result = copier.Apart(result);
        return true;
    }

    public void Clear() => table.Remove(context.Key, context.Hash);
}

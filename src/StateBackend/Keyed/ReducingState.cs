using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

internal sealed class ReducingState<TTable, TKey, T>(KeyAtHand<TKey> at, TTable table, Func<T, T, T> reduce, Copier<T> copier)
    : IReducingState<T>
    where TTable : struct, IValueTable<TKey, VoidNamespace, T>
{
    public void Add(T value)
    {
        var (key, hash) = (at.Key, at.Hash);
        ref var kept = ref table.Find(key, hash, default);
        if (!Unsafe.IsNullRef(ref kept))
        {
            // The fold is user code, which may touch this very state.
            var generation = table.Generation;
            var folded = reduce(kept, value);
            // The record still belongs to others, and the next fold may change what it is given first.
            if (!typeof(T).IsValueType && ReferenceEquals(folded, value)) folded = copier.Apart(folded);
            if (table.Generation == generation) kept = folded;
            else table.Put(key, hash, default, folded);
            return;
        }

        table.Put(key, hash, default, copier.Apart(value));
    }

    public bool TryGet([MaybeNullWhen(false)] out T result)
    {
        if (!table.TryGet(at.Key, at.Hash, default, copier.Reading, out result)) return false;
        result = copier.Apart(result);
        return true;
    }

    public void Clear() => table.RemoveAll(at.Key, at.Hash, default);
}

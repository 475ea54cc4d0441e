using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.Functions;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

internal sealed class AggregatingState<TTable, TKey, TIn, TAccumulator, TOut>(
    KeyAtHand<TKey> at, TTable table, IAggregateFunction<TIn, TAccumulator, TOut> function, Copier<TOut> results)
    : IAggregatingState<TIn, TOut>
    where TTable : struct, IValueTable<TKey, VoidNamespace, TAccumulator>
{
    public void Add(TIn value)
    {
        var (key, hash) = (at.Key, at.Hash);
        ref var kept = ref table.Find(key, hash, default);
        if (Unsafe.IsNullRef(ref kept))
        {
            table.Put(key, hash, default, function.Add(value, function.CreateAccumulator()));
            return;
        }

        // The function is user code, which may touch this very state.
        var generation = table.Generation;
        var folded = function.Add(value, kept);
        if (table.Generation == generation) kept = folded;
        else table.Put(key, hash, default, folded);
    }

    public bool TryGet([MaybeNullWhen(false)] out TOut result)
    {
        if (!table.TryGet(at.Key, at.Hash, default, results.Reading, out var accumulator))
        {
            result = default;
            return false;
        }

        // A function whose result is the accumulator, or a part of it, would hand out what later values change.
        result = results.Apart(function.GetResult(accumulator));
        return true;
    }

    public void Clear() => table.RemoveAll(at.Key, at.Hash, default);
}

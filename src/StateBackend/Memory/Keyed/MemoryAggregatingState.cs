using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.Functions;
using FlowActors.State.Memory.Tables;

namespace FlowActors.State.Memory.Keyed;

internal sealed class MemoryAggregatingState<TKey, TIn, TAccumulator, TOut>(
    KeyContext<TKey> context,
    MemoryStateTable<TKey, TAccumulator> table,
    IAggregateFunction<TIn, TAccumulator, TOut> function,
    Copier<TAccumulator> copier) : IAggregatingState<TIn, TOut>
{
    public void Add(TIn value)
    {
        ref var kept = ref table.Find(context.Key, context.Hash);
        if (!Unsafe.IsNullRef(ref kept))
        {
            kept = function.Add(value, kept);
            return;
        }

        var first = function.Add(value, function.CreateAccumulator());
        table.Place(context.Key, context.Hash, out _) = first;
    }

    public bool TryGet([MaybeNullWhen(false)] out TOut result)
    {
        if (!table.TryGet(context.Key, context.Hash, out var accumulator))
        {
            result = default;
            return false;
        }

        result = function.GetResult(accumulator);

        // A function whose result is the accumulator itself would hand out what later values change.
        if (typeof(TOut) == typeof(TAccumulator) && result is TAccumulator same && copier.Apart(same) is TOut apart) result = apart;
        return true;
    }

    public void Clear() => table.Remove(context.Key, context.Hash);
}

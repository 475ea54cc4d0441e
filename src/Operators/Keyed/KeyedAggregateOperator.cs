using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>Folds the records of a key by an aggregate function, whose results do not share anything with the accumulator.</summary>
internal sealed class KeyedAggregateOperator<TKey, TIn, TAccumulator, TOut>(
    Func<TIn, TKey> keySelector, IAggregateFunction<TIn, TAccumulator, TOut> function)
    : KeyedFoldingOperator<TKey, TIn, TAccumulator, TOut>(keySelector, "aggregate")
{
    private ResultCopier<TOut> _copier;

    public override void Open()
    {
        base.Open();
        _copier = new ResultCopier<TOut>(Context);
    }

    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        ref var accumulator = ref StateOf(value, out _, out var exists);
        accumulator = function.Add(value, exists ? accumulator : function.CreateAccumulator());
        Output.Collect(_copier.Copy(function.GetResult(accumulator)), timestamp);
    }
}

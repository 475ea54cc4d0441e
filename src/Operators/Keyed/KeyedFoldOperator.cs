namespace FlowActors.Operators;

/// <summary>Folds the records of a key by delegates.</summary>
internal sealed class KeyedFoldOperator<TKey, TIn, TAccumulator, TOut>(
    Func<TIn, TKey> keySelector,
    Func<TAccumulator> seed,
    Func<TAccumulator, TIn, TAccumulator> add,
    Func<TKey, TAccumulator, TOut> result) : KeyedFoldingOperator<TKey, TIn, TAccumulator, TOut>(keySelector, "fold")
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
        ref var accumulator = ref StateOf(value, out var key, out var exists);
        accumulator = add(exists ? accumulator : seed(), value);
        Output.Collect(_copier.Copy(result(key, accumulator)), timestamp);
    }
}

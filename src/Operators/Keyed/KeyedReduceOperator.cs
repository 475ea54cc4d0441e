namespace FlowActors.Operators;

/// <summary>
/// Folds the records of a key. What lies in state is a copy that is the operator's own, where the type is mutable: the
/// function may change its first argument even if that was returned to it as the second of an earlier call, and what was
/// emitted stays as it is.
/// </summary>
internal sealed class KeyedReduceOperator<TKey, T>(Func<T, TKey> keySelector, Func<T, T, T> reduce)
    : KeyedFoldingOperator<TKey, T, T, T>(keySelector, "reduce")
{
    private ResultCopier<T> _copier;

    public override void Open()
    {
        base.Open();
        _copier = new ResultCopier<T>(Context);
    }

    public override void Collect(T value, long timestamp)
    {
        Enter();
        ref var kept = ref StateOf(value, out _, out var exists);
        var result = exists ? reduce(kept, value) : value;
        kept = _copier.Copy(result);
        Output.Collect(result, timestamp);
    }
}

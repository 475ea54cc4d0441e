using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>Folds the records of a key by delegates.</summary>
internal sealed class KeyedFoldOperator<TKey, TIn, TAccumulator, TOut>(
    Func<TIn, TKey> keySelector,
    Func<TAccumulator> seed,
    Func<TAccumulator, TIn, TAccumulator> add,
    Func<TKey, TAccumulator, TOut> result) : OneInputOperator<TIn, TOut>
{
    private IKeyedStateBackend<TKey>? _state;
    private StateTable<TKey, TAccumulator>? _accumulators;
    private ResultCopier<TOut> _copier;

    public override void Open()
    {
        _state = Context.CreateKeyedState<TKey>();
        _accumulators = _state.GetTable(new ValueStateDescriptor<TAccumulator>("fold"));
        _copier = new ResultCopier<TOut>(Context);
    }

    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        var key = keySelector(value);
        ref var accumulator = ref _accumulators!.GetOrAdd(key, out var exists);
        accumulator = add(exists ? accumulator : seed(), value);
        Output.Collect(_copier.Copy(result(key, accumulator)), timestamp);
    }

    public override void Close() => _state?.Dispose();
}

using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>Folds the records of a key by an aggregate function, whose results do not share anything with the accumulator.</summary>
internal sealed class KeyedAggregateOperator<TKey, TIn, TAccumulator, TOut>(
    Func<TIn, TKey> keySelector, IAggregateFunction<TIn, TAccumulator, TOut> function) : OneInputOperator<TIn, TOut>
{
    private IKeyedStateBackend<TKey>? _state;
    private StateTable<TKey, TAccumulator>? _accumulators;
    private ResultCopier<TOut> _copier;

    public override void Open()
    {
        _state = Context.CreateKeyedState<TKey>();
        _accumulators = _state.GetTable(new ValueStateDescriptor<TAccumulator>("aggregate"));
        _copier = new ResultCopier<TOut>(Context);
    }

    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        ref var accumulator = ref _accumulators!.GetOrAdd(keySelector(value), out var exists);
        accumulator = function.Add(value, exists ? accumulator : function.CreateAccumulator());
        Output.Collect(_copier.Copy(function.GetResult(accumulator)), timestamp);
    }

    public override void Close() => _state?.Dispose();
}

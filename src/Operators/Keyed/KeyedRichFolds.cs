using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// As <see cref="KeyedReduceOperator{TKey,T}"/>, by a function that may have states of its own: those move what a table has, so
/// the value is looked up again to be written.
/// </summary>
internal sealed class KeyedRichReduceOperator<TKey, T>(Func<T, TKey> keySelector, Func<RichReduceFunction<T>> create)
    : KeyedRichOperator<TKey, RichReduceFunction<T>, T, T>(keySelector, create, "Reduce")
{
    private StateTable<TKey, T>? _kept;
    private ResultCopier<T> _copier;

    public override void Open()
    {
        _kept = Context.GetKeyedStates<TKey>().GetTable(new ValueStateDescriptor<T>("reduce"));
        _copier = new ResultCopier<T>(Context);
        base.Open();
    }

    public override void Collect(T value, long timestamp)
    {
        Begin(value);
        var key = At.Key;
        var result = _kept!.TryGet(key, out var kept) ? Function.Reduce(kept, value) : value;
        _kept.GetOrAdd(key, out _) = _copier.Copy(result);
        At.Clear();
        Output.Collect(result, timestamp);
    }
}

/// <summary>As <see cref="KeyedAggregateOperator{TKey,TIn,TAccumulator,TOut}"/>, by a function that may have states of its own.</summary>
internal sealed class KeyedRichAggregateOperator<TKey, TIn, TAccumulator, TOut>(
    Func<TIn, TKey> keySelector, Func<RichAggregateFunction<TIn, TAccumulator, TOut>> create)
    : KeyedRichOperator<TKey, RichAggregateFunction<TIn, TAccumulator, TOut>, TIn, TOut>(keySelector, create, "Aggregate")
{
    private StateTable<TKey, TAccumulator>? _accumulators;
    private ResultCopier<TOut> _copier;

    public override void Open()
    {
        _accumulators = Context.GetKeyedStates<TKey>().GetTable(new ValueStateDescriptor<TAccumulator>("aggregate"));
        _copier = new ResultCopier<TOut>(Context);
        base.Open();
    }

    public override void Collect(TIn value, long timestamp)
    {
        Begin(value);
        var key = At.Key;
        var accumulator = Function.Add(value, _accumulators!.TryGet(key, out var kept) ? kept : Function.CreateAccumulator());
        var result = _copier.Copy(Function.GetResult(accumulator));
        _accumulators.GetOrAdd(key, out _) = accumulator;
        At.Clear();
        Output.Collect(result, timestamp);
    }
}

using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors;

// Functions that are classes with a life, and may have state of the key of the record at hand.
public sealed partial class KeyedStream<T, TKey>
{
    /// <inheritdoc/>
    public override DataStream<TOut> Map<TOut>(Func<RichMapFunction<T, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return AddKeyed<TOut>("KeyedMap", [function], () => new KeyedMapOperator<TKey, T, TOut>(KeySelector, function));
    }

    /// <inheritdoc/>
    public override DataStream<T> Filter(Func<RichFilterFunction<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return AddKeyed<T>("KeyedFilter", [function], () => new KeyedFilterOperator<TKey, T>(KeySelector, function));
    }

    /// <inheritdoc/>
    public override DataStream<TOut> FlatMap<TOut>(Func<RichFlatMapFunction<T, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return AddKeyed<TOut>("KeyedFlatMap", [function], () => new KeyedFlatMapOperator<TKey, T, TOut>(KeySelector, function));
    }

    /// <summary>Folds the records of each key into one and emits it after each record.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<T> Reduce(Func<RichReduceFunction<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return AddKeyed<T>("Reduce", [function], () => new KeyedRichReduceOperator<TKey, T>(KeySelector, function), typeof(T));
    }

    /// <summary>Folds the records of each key into an accumulator and emits its result after each record.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Aggregate<TAccumulator, TOut>(Func<RichAggregateFunction<T, TAccumulator, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return AddKeyed<TOut>(
            "Aggregate",
            [function],
            () => new KeyedRichAggregateOperator<TKey, T, TAccumulator, TOut>(KeySelector, function),
            typeof(TAccumulator),
            typeof(TOut));
    }
}

namespace FlowActors.Functions;

/// <summary>Turns each record into another.</summary>
/// <typeparam name="TIn">The records.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class RichMapFunction<TIn, TOut> : RichStreamFunction
{
    /// <summary>Called for each record, which must not be changed.</summary>
    public abstract TOut Map(TIn value);
}

/// <summary>Keeps some of the records.</summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class RichFilterFunction<T> : RichStreamFunction
{
    /// <summary>Called for each record, which must not be changed: true keeps it.</summary>
    public abstract bool Filter(T value);
}

/// <summary>Turns each record into any number of others.</summary>
/// <typeparam name="TIn">The records.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class RichFlatMapFunction<TIn, TOut> : RichStreamFunction
{
    /// <summary>Called for each record.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void FlatMap(TIn value, Collector<TOut> output);
}

/// <summary>Folds the records of each key into one.</summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class RichReduceFunction<T> : RichStreamFunction
{
    /// <summary>Called for each record of a key but its first.</summary>
    /// <param name="kept">The result so far, which is the operator's own: it may be changed and returned.</param>
    /// <param name="value">The record; must not be changed.</param>
    public abstract T Reduce(T kept, T value);
}

/// <summary>
/// An <see cref="IAggregateFunction{TIn,TAccumulator,TOut}"/> with a life: each subtask has its own instance.
/// </summary>
/// <typeparam name="TIn">The records.</typeparam>
/// <typeparam name="TAccumulator">What is kept in state for each key.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class RichAggregateFunction<TIn, TAccumulator, TOut> : RichStreamFunction, IAggregateFunction<TIn, TAccumulator, TOut>
{
    /// <inheritdoc/>
    public abstract TAccumulator CreateAccumulator();

    /// <inheritdoc/>
    public abstract TAccumulator Add(TIn value, TAccumulator accumulator);

    /// <inheritdoc/>
    public abstract TOut GetResult(TAccumulator accumulator);

    /// <inheritdoc/>
    public abstract TAccumulator Merge(TAccumulator first, TAccumulator second);
}

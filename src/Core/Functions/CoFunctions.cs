namespace FlowActors.Functions;

/// <summary>Turns each record of two streams into another.</summary>
/// <typeparam name="TFirst">The records of the first stream.</typeparam>
/// <typeparam name="TSecond">The records of the second stream.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class RichCoMapFunction<TFirst, TSecond, TOut> : RichStreamFunction
{
    /// <summary>Called for each record of the first stream, which must not be changed.</summary>
    public abstract TOut Map1(TFirst value);

    /// <summary>Called for each record of the second stream, which must not be changed.</summary>
    public abstract TOut Map2(TSecond value);
}

/// <summary>Turns each record of two streams into any number of others.</summary>
/// <typeparam name="TFirst">The records of the first stream.</typeparam>
/// <typeparam name="TSecond">The records of the second stream.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class RichCoFlatMapFunction<TFirst, TSecond, TOut> : RichStreamFunction
{
    /// <summary>Called for each record of the first stream.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void FlatMap1(TFirst value, Collector<TOut> output);

    /// <summary>Called for each record of the second stream.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void FlatMap2(TSecond value, Collector<TOut> output);
}

/// <summary>User code that sees one record of two streams at a time and emits any number of results.</summary>
/// <typeparam name="TFirst">The records of the first stream.</typeparam>
/// <typeparam name="TSecond">The records of the second stream.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class CoProcessFunction<TFirst, TSecond, TOut> : RichFunction
{
    /// <summary>Called for each record of the first stream.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="context">Valid during the call only: afterwards it throws.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void ProcessElement1(TFirst value, IProcessContext context, Collector<TOut> output);

    /// <summary>Called for each record of the second stream.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="context">Valid during the call only: afterwards it throws.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void ProcessElement2(TSecond value, IProcessContext context, Collector<TOut> output);
}

/// <summary>
/// User code that sees one record of two keyed streams at a time, with state of its key that both share. It has the life of a
/// <see cref="RichFunction"/>: one instance for each subtask, opened before the first record and closed after the last, also when the job
/// fails.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TFirst">The records of the first stream.</typeparam>
/// <typeparam name="TSecond">The records of the second stream.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>
{
    /// <summary>Called once before the first record: registers states, which the context gives.</summary>
    public virtual void Open(IKeyedRuntimeContext context)
    {
    }

    /// <summary>Called for each record of the first stream; state refers to the record's key.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="context">Valid during the call only: afterwards it throws, and so does state.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void ProcessElement1(TFirst value, IKeyedProcessContext<TKey> context, Collector<TOut> output);

    /// <summary>Called for each record of the second stream; state refers to the record's key.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="context">Valid during the call only: afterwards it throws, and so does state.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void ProcessElement2(TSecond value, IKeyedProcessContext<TKey> context, Collector<TOut> output);

    /// <inheritdoc cref="KeyedProcessFunction{TKey,TIn,TOut}.OnTimer"/>
    public virtual void OnTimer(long timestamp, IOnTimerContext<TKey> context, Collector<TOut> output)
    {
    }

    /// <summary>Called once after the last record or a failure.</summary>
    public virtual void Close()
    {
    }
}

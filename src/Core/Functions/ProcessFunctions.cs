namespace FlowActors.Functions;

/// <summary>User code that sees one record at a time and emits any number of results.</summary>
/// <typeparam name="TIn">The records.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class ProcessFunction<TIn, TOut> : RichFunction
{
    /// <summary>Called for each record.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="context">Valid during the call only: afterwards it throws.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void ProcessElement(TIn value, IProcessContext context, Collector<TOut> output);
}

/// <summary>
/// User code that sees one record of a key at a time, with state of that key. It has the life of a <see cref="RichFunction"/>:
/// one instance for each subtask, opened before the first record and closed after the last, also when the job fails.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TIn">The records.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class KeyedProcessFunction<TKey, TIn, TOut>
{
    /// <summary>Called once before the first record: registers states, which the context gives.</summary>
    public virtual void Open(IKeyedRuntimeContext context)
    {
    }

    /// <summary>Called for each record; state refers to the record's key.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="context">Valid during the call only: afterwards it throws, and so does state.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void ProcessElement(TIn value, IKeyedProcessContext<TKey> context, Collector<TOut> output);

    /// <summary>
    /// Called for each timer whose time has come, never while another call is under way; state refers to the key that set it. Timers fire
    /// in the order of their times. A function that overrides this may set and delete timers by <see cref="IProcessContext.TimerService"/>.
    /// </summary>
    /// <param name="timestamp">The timer's time in ms.</param>
    /// <param name="context">Valid during the call only: afterwards it throws, and so does state.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public virtual void OnTimer(long timestamp, IOnTimerContext<TKey> context, Collector<TOut> output)
    {
    }

    /// <summary>Called once after the last record or a failure.</summary>
    public virtual void Close()
    {
    }
}

/// <summary>What a process function may know of the record at hand.</summary>
public interface IProcessContext
{
    /// <summary>The record's event time in ms; null when it has none.</summary>
    long? Timestamp { get; }

    /// <summary>The watermark that this operator has reached, in ms; <see cref="long.MinValue"/> before the first.</summary>
    long CurrentWatermark { get; }

    /// <summary>The side outputs of the operator, to which <see cref="ProcessContextOutputs"/> emits.</summary>
    SideOutputs SideOutputs { get; }

    /// <summary>Time and, where the stream has keys, timers.</summary>
    ITimerService TimerService { get; }
}

/// <summary>What a keyed process function may know of the record at hand.</summary>
/// <typeparam name="TKey">The key.</typeparam>
public interface IKeyedProcessContext<out TKey> : IProcessContext
{
    /// <summary>
    /// The record's own key, as the key selector gave it: a DateTime with its kind, a DateTimeOffset with its offset, a decimal with its
    /// scale, a double with the sign of its zero. State, timers, scans and queries know the canonical form, which all keys of the same
    /// bytes share; a timer that fires gives that one.
    /// </summary>
    TKey CurrentKey { get; }
}

namespace FlowActors.Functions;

/// <summary>
/// User code of the broadcast state pattern without keys: every subtask gets all records of the broadcast side and keeps what it needs of
/// them in broadcast state, by which it treats the records of the data side.
/// </summary>
/// <remarks>
/// All subtasks must come to the same broadcast state, as each of them is restored from any copy: what is done for a record of the broadcast
/// side follows from that record and broadcast state alone, and not from the order in which records of several senders come.
/// </remarks>
/// <typeparam name="TIn">The records of the data side.</typeparam>
/// <typeparam name="TBroadcast">The records of the broadcast side.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class BroadcastProcessFunction<TIn, TBroadcast, TOut> : RichFunction
{
    /// <summary>Called for each record of the data side, in the one subtask that it goes to; may read broadcast state.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="context">Valid during the call only: afterwards it throws.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void ProcessElement(TIn value, IReadOnlyBroadcastContext context, Collector<TOut> output);

    /// <summary>Called for each record of the broadcast side, in every subtask; may change broadcast state.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="context">Valid during the call only: afterwards it throws.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void ProcessBroadcastElement(TBroadcast value, IBroadcastContext context, Collector<TOut> output);
}

/// <summary>
/// As <see cref="BroadcastProcessFunction{TIn,TBroadcast,TOut}"/>, where the data side is keyed: its records have state of their key and may
/// set timers. It has the life of a <see cref="RichFunction"/>.
/// </summary>
/// <remarks><inheritdoc cref="BroadcastProcessFunction{TIn,TBroadcast,TOut}" path="/remarks"/></remarks>
/// <typeparam name="TKey">The key of the data side.</typeparam>
/// <typeparam name="TIn">The records of the data side.</typeparam>
/// <typeparam name="TBroadcast">The records of the broadcast side.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public abstract class KeyedBroadcastProcessFunction<TKey, TIn, TBroadcast, TOut>
{
    /// <summary>Called once before the first record: registers states, which the context gives.</summary>
    public virtual void Open(IKeyedRuntimeContext context)
    {
    }

    /// <summary>Called for each record of the data side; keyed state refers to the record's key, broadcast state may be read.</summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="context">Valid during the call only: afterwards it throws, and so does state.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void ProcessElement(TIn value, IKeyedReadOnlyBroadcastContext<TKey> context, Collector<TOut> output);

    /// <summary>
    /// Called for each record of the broadcast side, in every subtask; may change broadcast state. There is no key: keyed state is reached
    /// by <see cref="IKeyedBroadcastContext{TKey}"/>, key by key, and no timer can be set.
    /// </summary>
    /// <param name="value">The record; must not be changed.</param>
    /// <param name="context">Valid during the call only: afterwards it throws.</param>
    /// <param name="output">Takes results; during the call only.</param>
    public abstract void ProcessBroadcastElement(TBroadcast value, IKeyedBroadcastContext<TKey> context, Collector<TOut> output);

    /// <inheritdoc cref="KeyedProcessFunction{TKey,TIn,TOut}.OnTimer"/>
    public virtual void OnTimer(long timestamp, IBroadcastOnTimerContext<TKey> context, Collector<TOut> output)
    {
    }

    /// <summary>Called once after the last record or a failure.</summary>
    public virtual void Close()
    {
    }
}

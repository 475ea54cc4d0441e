namespace FlowActors.Functions;

/// <summary>
/// Time as an operator sees it, and timers of the key at hand: <c>OnTimer</c> is called when one's time has come. There is one timer for
/// each key, domain and time, however often it was set. Timers are state: kept by key, in every snapshot. Used during a call of user code
/// only.
/// </summary>
public interface ITimerService
{
    /// <summary>The time of the job's clock, in ms since 1970.</summary>
    long CurrentProcessingTime { get; }

    /// <summary>The watermark that this operator has reached, in ms; <see cref="long.MinValue"/> before the first.</summary>
    long CurrentWatermark { get; }

    /// <summary>
    /// Sets a timer that fires when the watermark has reached its time, before the watermark goes on to the operators behind; if it has
    /// already, before the next element. Once the watermark is <see cref="Timestamps.MaxWatermark"/>, as at the end of the input, a key may
    /// set 100 more; what it sets beyond is dropped and counted as <c>numTimersDropped</c>, so that timers which set themselves again end.
    /// </summary>
    /// <param name="timestamp">In ms.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is <see cref="long.MinValue"/>, which stands for no time.</exception>
    /// <exception cref="InvalidOperationException">The stream has no keys, or the function does not override <c>OnTimer</c>.</exception>
    void RegisterEventTimeTimer(long timestamp);

    /// <summary>
    /// Sets a timer that fires when the clock shows a later millisecond than its time; if it does already, as soon as it can. Timers of
    /// processing time that have not fired when the input ends are dropped.
    /// </summary>
    /// <param name="timestamp">In ms since 1970.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is <see cref="long.MinValue"/>, which stands for no time.</exception>
    /// <exception cref="InvalidOperationException">The stream has no keys, or the function does not override <c>OnTimer</c>.</exception>
    void RegisterProcessingTimeTimer(long timestamp);

    /// <summary>Deletes a timer of event time; does nothing when there is none.</summary>
    /// <param name="timestamp">That it was set for.</param>
    /// <exception cref="InvalidOperationException">The stream has no keys, or the function does not override <c>OnTimer</c>.</exception>
    void DeleteEventTimeTimer(long timestamp);

    /// <summary>Deletes a timer of processing time; does nothing when there is none.</summary>
    /// <param name="timestamp">That it was set for.</param>
    /// <exception cref="InvalidOperationException">The stream has no keys, or the function does not override <c>OnTimer</c>.</exception>
    void DeleteProcessingTimeTimer(long timestamp);
}

/// <summary>By which clock a timer fires.</summary>
public enum TimeDomain
{
    /// <summary>The watermarks of the stream.</summary>
    EventTime,

    /// <summary>The job's <see cref="TimeProvider"/>.</summary>
    ProcessingTime,
}

/// <summary>
/// What a function may know of the timer that fires. <see cref="IProcessContext.Timestamp"/> is the timer's time;
/// <see cref="IKeyedProcessContext{TKey}.CurrentKey"/> is the key that set it, in its canonical form. What is emitted has the time of an
/// event timer, and none in <c>OnTimer</c> of a timer of processing time.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
public interface IOnTimerContext<out TKey> : IKeyedProcessContext<TKey>
{
    /// <summary>By which clock it fires.</summary>
    TimeDomain TimeDomain { get; }
}

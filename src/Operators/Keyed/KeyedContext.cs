using System.Runtime.CompilerServices;
using FlowActors.Functions;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// What a process function is given for a record that has a key: its context and, in <see cref="Collector"/>, where results go. Holds the
/// function's timers too, before which nothing of the operator's inputs may come while an output is full. The same for one input and for two.
/// </summary>
internal class KeyedContext<TKey, TOut> : IKeyedProcessContext<TKey>
{
    private readonly OperatorContext _context;
    private readonly SideOutputs _sides;
    private readonly RecordKeyHash? _keyHash;
    private ProcessTimers<TKey, TOut>? _timers;
    private TKey? _key;
    private long _watermark = long.MinValue;

    /// <param name="context">The operator's surroundings.</param>
    /// <param name="output">Where results go.</param>
    public KeyedContext(OperatorContext context, Output<TOut> output)
    {
        _context = context;
        _keyHash = context.KeyHash;
        States = context.GetKeyedStates<TKey>();
        At = States.Key;
        Collector = new TimestampedCollector<TOut>(output, context, At);
        _sides = new SideOutputs(context, At);
        TimerService = new NoTimers(context, At, () => _watermark, NoTimers.NoOnTimer);
    }

    /// <summary>The operator's.</summary>
    public IKeyedStates<TKey> States { get; }

    /// <summary>The key at hand.</summary>
    public KeyAtHand<TKey> At { get; }

    /// <summary>Takes results for the key at hand.</summary>
    public TimestampedCollector<TOut> Collector { get; }

    /// <summary>The watermark that the operator has reached.</summary>
    public long ReachedWatermark => _timers?.Watermark ?? _watermark;

    // The record's own, not its canonical form: a decimal keeps its scale, a DateTime its kind.
    public TKey CurrentKey
    {
        get
        {
            At.Check();
            return KeyTraits<TKey>.IsPlain ? At.Key : _key!;
        }
    }

    public long? Timestamp => At.ShownTimestamp;

    public long CurrentWatermark
    {
        get
        {
            At.Check();
            return ReachedWatermark;
        }
    }

    public ITimerService TimerService { get; private set; }

    SideOutputs IProcessContext.SideOutputs => _sides;

    /// <summary>The function has timers, which call this; asked for once, as it opens.</summary>
    public void UseTimers(OnTimer<TKey, TOut> onTimer) =>
        TimerService = _timers = new ProcessTimers<TKey, TOut>(_context, States, Collector, _sides, onTimer);

    /// <summary>An element has come: what is left to fire comes before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FinishFirst() => _timers?.FinishFirst();

    /// <summary>A call begins, for a record of that key and timestamp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(TKey key, long timestamp)
    {
        if (!KeyTraits<TKey>.IsPlain) _key = key;
        At.Set(key, _keyHash);
        At.Timestamp = timestamp;
    }

    /// <summary>The call has returned: no key is at hand any more, and what was set for a time that has come fires.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End()
    {
        At.Clear();
        _timers?.FireLate();
    }

    /// <summary>A watermark has come: goes on to what is behind once what it makes fire has fired.</summary>
    public void Watermark(long timestamp)
    {
        if (_timers is not null)
        {
            _timers.Advance(timestamp);
            return;
        }

        _watermark = timestamp;
        _context.EventTime.Watermark(timestamp);
    }

    /// <summary>Goes on with what is left to fire.</summary>
    public Progress Resume() => _timers?.Resume() ?? Progress.Done;

    /// <summary>All inputs have ended.</summary>
    public void EndInput() => _timers?.End();

    /// <summary>Nothing fires any more, and no key is at hand.</summary>
    public void Close()
    {
        _timers?.Close();
        At.Clear();
    }
}

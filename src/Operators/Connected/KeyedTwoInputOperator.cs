using FlowActors.Functions;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// The ground of operators that run a process function over two inputs, one at least of which is keyed: the key at hand, timers, which may
/// stop when an output is full, and what a function may know of a record.
/// </summary>
internal abstract class KeyedTwoInputOperator<TKey, TFirst, TSecond, TOut> : TwoInputOperator<TFirst, TSecond, TOut>, IKeyedProcessContext<TKey>
{
    private IKeyedStates<TKey>? _states;
    private KeyAtHand<TKey>? _at;
    private TimestampedCollector<TOut>? _collector;
    private SideOutputs? _sides;
    private ProcessTimers<TKey, TOut>? _timers;
    private RecordKeyHash? _keyHash;
    private TKey? _key;
    private long _watermark = long.MinValue;
    private int _openInputs = 2;

    // The record's own, not its canonical form.
    public TKey CurrentKey
    {
        get
        {
            _at!.Check();
            return KeyTraits<TKey>.IsPlain ? _at!.Key : _key!;
        }
    }

    public long? Timestamp => _at!.ShownTimestamp;

    public long CurrentWatermark
    {
        get
        {
            _at!.Check();
            return ReachedWatermark;
        }
    }

    SideOutputs IProcessContext.SideOutputs => _sides!;

    public ITimerService TimerService { get; private set; } = null!;

    /// <summary>The key at hand.</summary>
    protected KeyAtHand<TKey> At => _at!;

    /// <summary>Takes results for the key at hand.</summary>
    protected TimestampedCollector<TOut> Collector => _collector!;

    /// <summary>The watermark that the operator has reached.</summary>
    protected long ReachedWatermark => _timers?.Watermark ?? _watermark;

    public sealed override void Open()
    {
        _states = Context.GetKeyedStates<TKey>();
        _at = _states.Key;
        _keyHash = Context.KeyHash;
        _collector = new TimestampedCollector<TOut>(Output, Context, _at);
        _sides = new SideOutputs(Context, _at);
        TimerService = new NoTimers(Context, _at, () => _watermark, NoTimers.NoOnTimer);
        Enter();
        OpenFunction(_states);
    }

    public sealed override void Watermark(long timestamp)
    {
        if (_timers is not null)
        {
            _timers.Advance(timestamp);
            return;
        }

        _watermark = timestamp;
        base.Watermark(timestamp);
    }

    public sealed override void Status(bool active)
    {
        _timers?.FinishFirst();
        base.Status(active);
    }

    public sealed override Progress Resume() => _timers?.Resume() ?? Progress.Done;

    public sealed override void EndInput(int input)
    {
        if (--_openInputs == 0) _timers?.End();
        else _timers?.FinishFirst();
    }

    public sealed override void Close()
    {
        Enter();
        _timers?.Close();
        _at?.Clear();
        CloseFunction();
    }

    /// <summary>Makes the function and opens it.</summary>
    protected abstract void OpenFunction(IKeyedStates<TKey> states);

    /// <summary>Closes the function, if it was made.</summary>
    protected abstract void CloseFunction();

    /// <summary>The function has timers, which call this; asked for once, as it opens.</summary>
    protected void UseTimers(OnTimer<TKey, TOut> onTimer) =>
        TimerService = _timers = new ProcessTimers<TKey, TOut>(Context, _states!, Collector, _sides!, onTimer);

    /// <summary>A record has come: what is left to fire comes before it, and then user code runs.</summary>
    protected void BeginElement()
    {
        _timers?.FinishFirst();
        Enter();
    }

    /// <summary>From here on the key is at hand.</summary>
    protected void Begin(TKey key, long timestamp)
    {
        if (!KeyTraits<TKey>.IsPlain) _key = key;
        if (!KeyTraits<TKey>.IsPlain && _keyHash is not null && _keyHash.TryTake(out var hash)) _at!.Set(key, hash);
        else _at!.Set(key);
        _at.Timestamp = timestamp;
    }

    /// <summary>The call has returned: no key is at hand any more, and what was set for a time that has come fires.</summary>
    protected void End()
    {
        _at!.Clear();
        _timers?.FireLate();
    }
}

using FlowActors.Functions;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Operators;

internal sealed class KeyedProcessOperator<TKey, TIn, TOut>(
    Func<TIn, TKey> keySelector, Func<KeyedProcessFunction<TKey, TIn, TOut>> create)
    : OneInputOperator<TIn, TOut>, IKeyedProcessContext<TKey>
{
    private KeyedProcessFunction<TKey, TIn, TOut>? _function;
    private KeyAtHand<TKey>? _at;
    private TimestampedCollector<TOut>? _collector;
    private SideOutputs? _sides;
    private ProcessTimers<TKey, TOut>? _timers;
    private RecordKeyHash? _keyHash;
    private TKey? _key;
    private long _watermark = long.MinValue;

    // The record's own, not its canonical form: a decimal keeps its scale, a DateTime its kind.
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
            return _timers?.Watermark ?? _watermark;
        }
    }

    SideOutputs IProcessContext.SideOutputs => _sides!;

    public ITimerService TimerService { get; private set; } = null!;

    public override void Open()
    {
        var states = Context.GetKeyedStates<TKey>();
        _at = states.Key;
        _keyHash = Context.KeyHash;
        _collector = new TimestampedCollector<TOut>(Output, Context, _at);
        _sides = new SideOutputs(Context, _at);
        Enter();
        _function = FunctionFactory.Make(create, Context, "Process");
        Initialize(_function, states);
        _function.Open(new KeyedRuntimeContext(Context, states));
        OnTimer<TKey, TOut> onTimer = _function.OnTimer;
        if (onTimer.Method.DeclaringType == typeof(KeyedProcessFunction<TKey, TIn, TOut>))
        {
            TimerService = new NoTimers(Context, _at, () => _watermark, NoTimers.NoOnTimer);
            return;
        }

        TimerService = _timers = new ProcessTimers<TKey, TOut>(Context, states, _collector, _sides, onTimer);
    }

    public override void Collect(TIn value, long timestamp)
    {
        _timers?.FinishFirst();
        Enter();
        var at = _at!;
        var key = keySelector(value);
        if (!KeyTraits<TKey>.IsPlain) _key = key;
        if (!KeyTraits<TKey>.IsPlain && _keyHash is not null && _keyHash.TryTake(out var hash)) at.Set(key, hash);
        else at.Set(key);
        at.Timestamp = timestamp;
        _function!.Process(value, this, _collector!);
        at.Clear();
        _timers?.FireLate();
    }

    public override void Watermark(long timestamp)
    {
        if (_timers is not null)
        {
            _timers.Advance(timestamp);
            return;
        }

        _watermark = timestamp;
        base.Watermark(timestamp);
    }

    public override void Status(bool active)
    {
        _timers?.FinishFirst();
        base.Status(active);
    }

    public override Progress Resume() => _timers?.Resume() ?? Progress.Done;

    public override void EndInput(int input) => _timers?.End();

    public override void Close()
    {
        Enter();
        _timers?.Close();
        _at?.Clear();
        _function?.Close();
    }
}

using FlowActors.Functions;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>Runs a process function over two streams that are keyed by one type of keys: both sides of a key have one state.</summary>
/// <param name="firstKey">Takes the key out of a record of the first stream.</param>
/// <param name="secondKey">Takes the key out of a record of the second stream.</param>
/// <param name="create">Makes the function.</param>
/// <param name="method">The method of the stream that was given the factory.</param>
internal sealed class KeyedCoProcessOperator<TKey, TFirst, TSecond, TOut>(
    Func<TFirst, TKey> firstKey, Func<TSecond, TKey> secondKey, Func<KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>> create, string method)
    : TwoInputOperator<TFirst, TSecond, TOut>, IKeyedProcessContext<TKey>
{
    private KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>? _function;
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

    public long? Timestamp => _collector!.Timestamp;

    public long CurrentWatermark
    {
        get
        {
            _at!.Check();
            return _timers?.Watermark ?? _watermark;
        }
    }

    void IProcessContext.Output<T>(OutputTag<T> tag, T value) => _sides!.Collect(tag, value, _collector!.Raw);

    void IProcessContext.Output<T>(OutputTag<T> tag, T value, long? timestamp) => _sides!.Collect(tag, value, timestamp ?? Timestamps.None);

    public ITimerService TimerService { get; private set; } = null!;

    public override void Open()
    {
        var states = Context.GetKeyedStates<TKey>();
        _at = states.Key;
        _keyHash = Context.KeyHash;
        _collector = new TimestampedCollector<TOut>(Output, Context, _at);
        _sides = new SideOutputs(Context, _at);
        Enter();
        _function = FunctionFactory.Make(create, Context, method);
        _function.Open(new KeyedRuntimeContext(Context, states));
        OnTimer<TKey, TOut> onTimer = _function.OnTimer;
        if (onTimer.Method.DeclaringType == typeof(KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>))
        {
            TimerService = new NoTimers(Context, _at, () => _watermark, NoTimers.NoOnTimer);
            return;
        }

        TimerService = _timers = new ProcessTimers<TKey, TOut>(Context, states, _collector, _sides, onTimer);
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

    public override void EndInput(int input)
    {
        if (--_openInputs == 0) _timers?.End();
        else _timers?.FinishFirst();
    }

    public override void Close()
    {
        Enter();
        _timers?.Close();
        _at?.Clear();
        _function?.Close();
    }

    protected override void CollectFirst(TFirst value, long timestamp)
    {
        _timers?.FinishFirst();
        Enter();
        Begin(firstKey(value), timestamp);
        _function!.Process1(value, this, _collector!);
        End();
    }

    protected override void CollectSecond(TSecond value, long timestamp)
    {
        _timers?.FinishFirst();
        Enter();
        Begin(secondKey(value), timestamp);
        _function!.Process2(value, this, _collector!);
        End();
    }

    private void End()
    {
        _at!.Clear();
        _timers?.FireLate();
    }

    private void Begin(TKey key, long timestamp)
    {
        if (!KeyTraits<TKey>.IsPlain) _key = key;
        if (!KeyTraits<TKey>.IsPlain && _keyHash is not null && _keyHash.TryTake(out var hash)) _at!.Set(key, hash);
        else _at!.Set(key);
        _collector!.SetTimestamp(timestamp);
    }
}

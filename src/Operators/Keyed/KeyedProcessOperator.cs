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

    public long? Timestamp => _collector!.Timestamp;

    public long CurrentWatermark
    {
        get
        {
            _at!.Check();
            return _watermark;
        }
    }

    void IProcessContext.Output<T>(OutputTag<T> tag, T value) => _sides!.Collect(tag, value, _collector!.Raw);

    void IProcessContext.Output<T>(OutputTag<T> tag, T value, long? timestamp) => _sides!.Collect(tag, value, timestamp ?? Timestamps.None);

    public override void Open()
    {
        var states = Context.GetKeyedStates<TKey>();
        _at = states.Key;
        _keyHash = Context.KeyHash;
        _collector = new TimestampedCollector<TOut>(Output, Context, _at);
        _sides = new SideOutputs(Context, _at);
        Enter();
        _function = SubtaskObjects.Own(create(), Context, ProcessFactory.Name, ProcessFactory.Instead);
        _function.Open(new KeyedRuntimeContext(Context, states));
    }

    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        var at = _at!;
        var key = keySelector(value);
        if (!KeyTraits<TKey>.IsPlain) _key = key;
        if (!KeyTraits<TKey>.IsPlain && _keyHash is not null && _keyHash.TryTake(out var hash)) at.Set(key, hash);
        else at.Set(key);
        _collector!.SetTimestamp(timestamp);
        _function!.Process(value, this, _collector);
        at.Clear();
    }

    public override void Watermark(long timestamp)
    {
        _watermark = timestamp;
        base.Watermark(timestamp);
    }

    public override void Close()
    {
        Enter();
        _at?.Clear();
        _function?.Close();
    }
}

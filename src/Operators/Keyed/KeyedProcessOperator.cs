using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

internal sealed class KeyedProcessOperator<TKey, TIn, TOut>(
    Func<TIn, TKey> keySelector, Func<KeyedProcessFunction<TKey, TIn, TOut>> create)
    : OneInputOperator<TIn, TOut>, IKeyedProcessContext<TKey>
{
    private KeyedProcessFunction<TKey, TIn, TOut>? _function;
    private IKeyedStateBackend<TKey>? _state;
    private TimestampedCollector<TOut>? _collector;
    private ExecutionCursor? _cursor;

    public TKey CurrentKey => _state!.CurrentKey;

    public long? Timestamp => _collector!.Timestamp == Timestamps.None ? null : _collector.Timestamp;

    public long CurrentWatermark { get; private set; } = long.MinValue;

    public override void Open()
    {
        _state = Context.CreateKeyedState<TKey>();
        _collector = new TimestampedCollector<TOut>(Output, Context);
        _cursor = Context.Cursor;
        Enter();
        _function = SubtaskObjects.Own(create(), Context, ProcessFactory.Name, ProcessFactory.Instead);
        _function.Open(new KeyedRuntimeContext(Context, _state));
    }

    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        var key = keySelector(value);
        if (_cursor!.HasKeyHash) _state!.SetCurrentKey(key, _cursor.KeyHash);
        else _state!.CurrentKey = key;
        _collector!.Timestamp = timestamp;
        _function!.Process(value, this, _collector);
    }

    public override void Watermark(long timestamp)
    {
        CurrentWatermark = timestamp;
        base.Watermark(timestamp);
    }

    public override void Close()
    {
        Enter();
        try
        {
            _function?.Close();
        }
        finally
        {
            _state?.Dispose();
        }
    }
}

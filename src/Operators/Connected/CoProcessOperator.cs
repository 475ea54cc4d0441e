using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>Runs a process function over two streams.</summary>
/// <param name="create">Makes the function.</param>
/// <param name="method">The method of the stream that was given the factory.</param>
internal sealed class CoProcessOperator<TFirst, TSecond, TOut>(Func<CoProcessFunction<TFirst, TSecond, TOut>> create, string method)
    : TwoInputOperator<TFirst, TSecond, TOut>, IProcessContext
{
    private CoProcessFunction<TFirst, TSecond, TOut>? _function;
    private TimestampedCollector<TOut>? _collector;
    private SideOutputs? _sides;
    private UnkeyedCall? _call;
    private NoTimers? _timers;
    private long _watermark = long.MinValue;

    public long? Timestamp => _collector!.Timestamp;

    public long CurrentWatermark
    {
        get
        {
            _call!.Check();
            return _watermark;
        }
    }

    SideOutputs IProcessContext.SideOutputs => _sides!;

    public ITimerService TimerService => _timers!;

    public override void Open()
    {
        _call = new UnkeyedCall(Context.OperatorName);
        _timers = new NoTimers(Context, _call, () => _watermark, NoTimers.NoKeys);
        _collector = new TimestampedCollector<TOut>(Output, Context, _call);
        _sides = new SideOutputs(Context, _call, _collector);
        Enter();
        _function = FunctionFactory.Make(create, Context, method);
        Initialize(FunctionFactory.UserFunction(_function));
        _function.Open(Context);
    }

    public override void Watermark(long timestamp)
    {
        _watermark = timestamp;
        base.Watermark(timestamp);
    }

    public override void Close()
    {
        Enter();
        _call?.End();
        _function?.Close();
    }

    protected override void CollectFirst(TFirst value, long timestamp)
    {
        Begin(timestamp);
        _function!.Process1(value, this, _collector!);
        _call!.End();
    }

    protected override void CollectSecond(TSecond value, long timestamp)
    {
        Begin(timestamp);
        _function!.Process2(value, this, _collector!);
        _call!.End();
    }

    private void Begin(long timestamp)
    {
        Enter();
        _collector!.SetTimestamp(timestamp);
        _call!.Begin();
    }
}

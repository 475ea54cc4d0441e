using FlowActors.Functions;

namespace FlowActors.Operators;

internal sealed class ProcessOperator<TIn, TOut>(Func<ProcessFunction<TIn, TOut>> create) : OneInputOperator<TIn, TOut>, IProcessContext
{
    private ProcessFunction<TIn, TOut>? _function;
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
        _function = SubtaskObjects.Own(create(), Context, ProcessFactory.Name, ProcessFactory.Instead);
        Initialize(_function);
        _function.Open(Context);
    }

    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        _collector!.SetTimestamp(timestamp);
        _call!.Begin();
        _function!.Process(value, this, _collector);
        _call.End();
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
}

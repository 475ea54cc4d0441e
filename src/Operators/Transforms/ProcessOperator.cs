using FlowActors.Functions;

namespace FlowActors.Operators;

internal sealed class ProcessOperator<TIn, TOut>(Func<ProcessFunction<TIn, TOut>> create) : OneInputOperator<TIn, TOut>, IProcessContext
{
    private ProcessFunction<TIn, TOut>? _function;
    private TimestampedCollector<TOut>? _collector;

    public long? Timestamp => _collector!.Timestamp == Timestamps.None ? null : _collector.Timestamp;

    public long CurrentWatermark { get; private set; } = long.MinValue;

    public override void Open()
    {
        _collector = new TimestampedCollector<TOut>(Output, Context);
        Enter();
        _function = SubtaskObjects.Own(create(), Context, ProcessFactory.Name, ProcessFactory.Instead);
        _function.Open(Context);
    }

    public override void Collect(TIn value, long timestamp)
    {
        Enter();
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
        _function?.Close();
    }
}

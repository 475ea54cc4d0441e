using FlowActors.Functions;

namespace FlowActors.Operators;

internal sealed class ProcessOperator<TIn, TOut>(ProcessFunction<TIn, TOut> function) : OneInputOperator<TIn, TOut>, IProcessContext
{
    private TimestampedCollector<TOut>? _collector;
    private bool _opened;

    public long? Timestamp => _collector!.Timestamp == Timestamps.None ? null : _collector.Timestamp;

    public long CurrentWatermark { get; private set; } = long.MinValue;

    public override void Open()
    {
        _collector = new TimestampedCollector<TOut>(Output, Context);
        Enter();
        _opened = true;
        function.Open(Context);
    }

    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        _collector!.Timestamp = timestamp;
        function.Process(value, this, _collector);
    }

    public override void Watermark(long timestamp)
    {
        CurrentWatermark = timestamp;
        base.Watermark(timestamp);
    }

    public override void Close()
    {
        Enter();
        if (_opened) function.Close();
    }
}

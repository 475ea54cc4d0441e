using FlowActors.Functions;

namespace FlowActors.Operators;

internal sealed class CollectorFlatMapOperator<TIn, TOut>(Action<TIn, Collector<TOut>> flatMap) : OneInputOperator<TIn, TOut>
{
    private UnkeyedCall? _call;
    private TimestampedCollector<TOut>? _collector;

    public override void Open()
    {
        _call = new UnkeyedCall(Context);
        _collector = new TimestampedCollector<TOut>(Output, Context, _call);
    }

    public override void Collect(TIn value, long timestamp)
    {
        _call!.Begin(timestamp);
        flatMap(value, _collector!);
        _call.End();
    }

    public override void Close() => _call?.End();
}

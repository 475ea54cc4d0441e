using FlowActors.Functions;

namespace FlowActors.Operators;

internal sealed class CoFlatMapOperator<TFirst, TSecond, TOut>(Action<TFirst, Collector<TOut>> first, Action<TSecond, Collector<TOut>> second)
    : TwoInputOperator<TFirst, TSecond, TOut>
{
    private UnkeyedCall? _call;
    private TimestampedCollector<TOut>? _collector;

    public override void Open()
    {
        _call = new UnkeyedCall(Context);
        _collector = new TimestampedCollector<TOut>(Output, Context, _call);
    }

    public override void Close() => _call?.End();

    protected override void CollectFirst(TFirst value, long timestamp)
    {
        _call!.Begin(timestamp);
        first(value, _collector!);
        _call.End();
    }

    protected override void CollectSecond(TSecond value, long timestamp)
    {
        _call!.Begin(timestamp);
        second(value, _collector!);
        _call.End();
    }
}

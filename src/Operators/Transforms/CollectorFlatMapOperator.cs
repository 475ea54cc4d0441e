using FlowActors.Functions;

namespace FlowActors.Operators;

internal sealed class CollectorFlatMapOperator<TIn, TOut>(Action<TIn, Collector<TOut>> flatMap) : OneInputOperator<TIn, TOut>
{
    private TimestampedCollector<TOut>? _collector;

    public override void Open() => _collector = new TimestampedCollector<TOut>(Output, Context);

    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        _collector!.Timestamp = timestamp;
        flatMap(value, _collector);
    }
}

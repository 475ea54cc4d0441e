using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>Gives results of user code the timestamp of the record at hand.</summary>
internal sealed class TimestampedCollector<T>(Output<T> output, OperatorContext context) : Collector<T>
{
    private readonly ExecutionCursor _cursor = context.Cursor;
    private readonly int _index = context.ChainIndex;

    public long Timestamp { get; set; }

    public override void Collect(T value)
    {
        output.Collect(value, Timestamp);
        // User code goes on after the call: what it throws is this operator's failure, not that of those behind it.
        _cursor.ChainIndex = _index;
    }
}

using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>Gives results of user code the timestamp of the call that it is in. Outside of a call it throws.</summary>
internal sealed class TimestampedCollector<T>(Output<T> output, OperatorContext context, UserCall call) : Collector<T>
{
    private readonly ExecutionCursor _cursor = context.Cursor;
    private readonly int _index = context.ChainIndex;

    public override void Collect(T value)
    {
        call.Check();
        output.Collect(value, call.Timestamp);
        // User code goes on after the call: what it throws is this operator's failure, not that of those behind it.
        _cursor.ChainIndex = _index;
    }
}

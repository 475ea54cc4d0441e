using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>Gives results of user code the timestamp of the record at hand. Outside of a call of user code it throws.</summary>
internal sealed class TimestampedCollector<T>(Output<T> output, OperatorContext context, UserCall call) : Collector<T>, IRecordTimestamp
{
    private readonly ExecutionCursor _cursor = context.Cursor;
    private readonly int _index = context.ChainIndex;
    private long _timestamp;

    /// <summary>The timestamp of the record at hand, as user code sees it.</summary>
    /// <exception cref="InvalidOperationException">No call is under way.</exception>
    public long? Timestamp
    {
        get
        {
            call.Check();
            return _timestamp == Timestamps.None ? null : _timestamp;
        }
    }

    /// <summary>The timestamp of the record at hand, or <see cref="Timestamps.None"/>.</summary>
    public long Raw => _timestamp;

    /// <summary>What follows belongs to a record of that timestamp.</summary>
    public void SetTimestamp(long timestamp) => _timestamp = timestamp;

    public override void Collect(T value)
    {
        call.Check();
        output.Collect(value, _timestamp);
        // User code goes on after the call: what it throws is this operator's failure, not that of those behind it.
        _cursor.ChainIndex = _index;
    }
}

using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Stands before an operator or a writer where failures may show records, and notes what goes in. Without an exception it takes
/// the note back as it returns, so that one stays behind only when the innermost call threw.
/// </summary>
internal sealed class NotedOutput<T>(Input<T> target, IEventTime eventTime, ExecutionCursor cursor) : Output<T>, IRecordAtHand
{
    private T? _record;

    /// <summary>What the operator that emits was given, which is at hand again when the call returns; null where a gate or a source emits.</summary>
    public RecordNotes.Given? Source { get; init; }

    /// <summary>What the operator that receives is given; null for a writer.</summary>
    public RecordNotes.Given? Target { get; init; }

    public object? Record => _record;

    public override void Collect(T value, long timestamp)
    {
        _record = value;
        if (Target is not null) Target.Record = this;
        cursor.AtHand = this;
        target.Collect(value, timestamp);
        // Not what was there before: that may be left from an exception that user code caught.
        cursor.AtHand = Source?.Record;
    }

    public override void Watermark(long timestamp) => eventTime.Watermark(timestamp);

    public override void Status(bool active) => eventTime.Status(active);
}

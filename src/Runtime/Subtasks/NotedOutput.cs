using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Stands before an operator or a writer where failures may show records, and notes what goes in. Without an exception it takes
/// the note back as it returns, so that one stays behind only when the innermost call threw.
/// </summary>
internal sealed class NotedOutput<T>(Output<T> target, ExecutionCursor cursor) : Output<T>, IRecordAtHand
{
    private T? _record;

    /// <summary>What is at hand again when the call returns: what the operator that emits was given; null for a source.</summary>
    public IRecordAtHand? Outer { get; set; }

    public object? Record => _record;

    public override void Collect(T value, long timestamp)
    {
        _record = value;
        cursor.AtHand = this;
        target.Collect(value, timestamp);
        // Not what was there before: that may be left from an exception that user code caught.
        cursor.AtHand = Outer;
    }

    public override void Watermark(long timestamp) => target.Watermark(timestamp);

    public override void Status(bool active) => target.Status(active);
}

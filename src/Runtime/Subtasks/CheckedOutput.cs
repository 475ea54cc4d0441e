using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks;

/// <summary>Stands before an operator of a chain where records are checked: a record that comes back changed ends the attempt.</summary>
internal sealed class CheckedOutput<T>(Output<T> target, RecordCheck<T> check, ExecutionCursor cursor, int index) : Output<T>
{
    public override void Collect(T value, long timestamp)
    {
        var print = check.Print(value);
        target.Collect(value, timestamp);
        // Should it have been changed, the receiver is who had it.
        cursor.ChainIndex = index;
        check.OnReturn(value, print);
    }

    public override void Watermark(long timestamp) => target.Watermark(timestamp);

    public override void Status(bool active) => target.Status(active);
}

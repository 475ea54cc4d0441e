using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Stands before and behind an operator that the program wrote by hand, which need not know that failures name who is at work: sets the chain index to whom
/// it calls, and back when the call returns.
/// </summary>
internal sealed class NamedOutput<T>(Input<T> target, IEventTime eventTime, ExecutionCursor cursor, int receiver, int emitter) : Output<T>
{
    public override void Collect(T value, long timestamp)
    {
        cursor.ChainIndex = receiver;
        target.Collect(value, timestamp);
        cursor.ChainIndex = emitter;
    }

    public override void Watermark(long timestamp)
    {
        cursor.ChainIndex = receiver;
        eventTime.Watermark(timestamp);
        cursor.ChainIndex = emitter;
    }

    public override void Status(bool active)
    {
        cursor.ChainIndex = receiver;
        eventTime.Status(active);
        cursor.ChainIndex = emitter;
    }
}

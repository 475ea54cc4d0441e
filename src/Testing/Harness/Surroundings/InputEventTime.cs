using FlowActors.Operators;

namespace FlowActors.Testing;

/// <summary>Tells an operator what is said of the event time of all its inputs, as the input gate of a subtask does.</summary>
/// <param name="target">The operator.</param>
/// <param name="loop">Says that it is idle behind what the watermark before it has made.</param>
internal sealed class InputEventTime(IEventTime target, HarnessLoop loop) : IEventTime
{
    public void Watermark(long timestamp) => target.Watermark(timestamp);

    public void Status(bool active)
    {
        if (active) target.Status(true);
        else loop.AddNext(new HarnessStep("the idleness of its inputs", () => target.Status(false)));
    }
}

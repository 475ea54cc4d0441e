using FlowActors.Operators;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Testing;

/// <summary>The event time of all inputs of an operator, combined as the input gate of a subtask does.</summary>
/// <param name="inputs">How many there are.</param>
/// <param name="target">The operator.</param>
/// <param name="loop">Says that it is idle behind what the watermark before it has made.</param>
internal sealed class InputEventTime(int inputs, IEventTime target, HarnessLoop loop)
{
    private readonly WatermarkCombiner _combiner = new(inputs);

    public void Watermark(int input, long timestamp) => Tell(_combiner.IsActive, _combiner.Watermark(input, timestamp));

    public void Idle(int input) => Tell(_combiner.IsActive, _combiner.Idle(input));

    public void Active(int input)
    {
        var wasActive = _combiner.IsActive;
        _combiner.Active(input);
        Tell(wasActive, null);
    }

    public void End(int input) => Tell(_combiner.IsActive, _combiner.End(input));

    // Event time stands at its highest before it becomes idle, and is active again before it rises.
    private void Tell(bool wasActive, long? risen)
    {
        var isActive = _combiner.IsActive;
        if (isActive && !wasActive) target.Status(true);
        if (risen is { } watermark) target.Watermark(watermark);
        if (!isActive && wasActive) loop.AddNext(new HarnessStep("the idleness of its inputs", () => target.Status(false)));
    }
}

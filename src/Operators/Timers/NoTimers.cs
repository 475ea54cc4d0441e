using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>Time for functions that can have no timers.</summary>
/// <param name="context">The operator's surroundings.</param>
/// <param name="call">The call of user code that is under way.</param>
/// <param name="watermark">The watermark that the operator has reached.</param>
/// <param name="refusal">Why it can have none, and what to do about it, behind the operator's name.</param>
internal sealed class NoTimers(OperatorContext context, UserCall call, Func<long> watermark, string refusal) : ITimerService
{
    /// <summary>For functions of streams without keys.</summary>
    public const string NoKeys =
        "has a stream without keys, and a timer belongs to a key. Write KeyBy before Process, with the keyed form of the function, such as KeyedProcessFunction.";

    /// <summary>For records of a broadcast side.</summary>
    public const string BroadcastSide =
        "sets or deletes a timer for a record of its broadcast side, which has no key, and a timer belongs to a key. Set timers for records of " +
        "the data side, with a KeyedBroadcastProcessFunction.";

    /// <summary>For functions that do nothing when a timer fires.</summary>
    public const string NoOnTimer = "sets or deletes timers, and its function does not override OnTimer, so that nothing would happen when one fires.";

    public long CurrentProcessingTime
    {
        get
        {
            call.Check();
            return context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        }
    }

    public long CurrentWatermark
    {
        get
        {
            call.Check();
            return watermark();
        }
    }

    public void RegisterEventTimeTimer(long timestamp) => throw Refused();

    public void RegisterProcessingTimeTimer(long timestamp) => throw Refused();

    public void DeleteEventTimeTimer(long timestamp) => throw Refused();

    public void DeleteProcessingTimeTimer(long timestamp) => throw Refused();

    private InvalidOperationException Refused() => new($"Operator '{context.OperatorName}' {refusal}");
}

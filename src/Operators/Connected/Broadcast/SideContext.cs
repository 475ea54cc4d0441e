using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>What user code is given for a record that has no key: its context and, in <see cref="Collector"/>, where results go.</summary>
/// <param name="context">The operator's surroundings.</param>
/// <param name="output">Where results go.</param>
/// <param name="watermark">The watermark that the operator has reached.</param>
/// <param name="noTimers">Why there are no timers, behind the operator's name.</param>
internal abstract class SideContext<TOut>(OperatorContext context, Output<TOut> output, Func<long> watermark, string noTimers) : IProcessContext
{
    private readonly SideCall<TOut> _call = new(context, output);
    private NoTimers? _timers;

    /// <summary>Takes results.</summary>
    public TimestampedCollector<TOut> Collector => _call.Collector;

    public long? Timestamp => Collector.Timestamp;

    public long CurrentWatermark
    {
        get
        {
            Check();
            return watermark();
        }
    }

    public ITimerService TimerService => _timers ??= new NoTimers(context, _call.Call, watermark, noTimers);

    SideOutputs IProcessContext.SideOutputs => _call.Sides;

    /// <summary>A call begins, for a record of that timestamp.</summary>
    public void Begin(long timestamp)
    {
        Collector.SetTimestamp(timestamp);
        _call.Call.Begin();
    }

    /// <summary>The call has returned.</summary>
    public void End() => _call.Call.End();

    /// <exception cref="InvalidOperationException">No call is under way.</exception>
    protected void Check() => _call.Call.Check();
}

/// <summary>A call of user code for records without keys, with what asks whether it is under way.</summary>
internal sealed class SideCall<TOut>
{
    public SideCall(OperatorContext context, Output<TOut> output)
    {
        Call = new UnkeyedCall(context.OperatorName);
        Collector = new TimestampedCollector<TOut>(output, context, Call);
        Sides = new SideOutputs(context, Call, Collector);
    }

    public UnkeyedCall Call { get; }

    public TimestampedCollector<TOut> Collector { get; }

    public SideOutputs Sides { get; }
}

/// <summary>For records of a data side without keys.</summary>
internal sealed class DataSide<TOut>(OperatorContext context, Output<TOut> output, Func<long> watermark, BroadcastStates states)
    : SideContext<TOut>(context, output, watermark, NoTimers.NoKeys), IReadOnlyBroadcastContext
{
    public BroadcastStates BroadcastStates
    {
        get
        {
            Check();
            return states;
        }
    }
}

/// <summary>For records of the broadcast side.</summary>
internal class BroadcastSide<TOut>(OperatorContext context, Output<TOut> output, Func<long> watermark, BroadcastStates states)
    : SideContext<TOut>(context, output, watermark, NoTimers.BroadcastSide), IBroadcastContext
{
    public BroadcastStates BroadcastStates
    {
        get
        {
            Check();
            return states;
        }
    }
}

using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>What user code is given for a record that has no key: its context and, in <see cref="Collector"/>, where results go.</summary>
internal class UnkeyedContext<TOut> : IProcessContext
{
    private readonly Func<long> _watermark;

    /// <param name="context">The operator's surroundings.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="watermark">The watermark that the operator has reached.</param>
    /// <param name="noTimers">Why there are no timers, behind the operator's name.</param>
    public UnkeyedContext(OperatorContext context, Output<TOut> output, Func<long> watermark, string noTimers)
    {
        Call = new UnkeyedCall(context);
        _watermark = watermark;
        Collector = new TimestampedCollector<TOut>(output, context, Call);
        SideOutputs = new SideOutputs(context, Call);
        TimerService = new NoTimers(context, Call, watermark, noTimers);
    }

    /// <summary>The calls: what follows is good during one of them.</summary>
    public UnkeyedCall Call { get; }

    /// <summary>Takes results.</summary>
    public TimestampedCollector<TOut> Collector { get; }

    public long? Timestamp => Call.ShownTimestamp;

    public long CurrentWatermark
    {
        get
        {
            Call.Check();
            return _watermark();
        }
    }

    public ITimerService TimerService { get; }

    public SideOutputs SideOutputs { get; }
}

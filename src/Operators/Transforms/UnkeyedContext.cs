using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>What user code is given for a record that has no key: its context and, in <see cref="Collector"/>, where results go.</summary>
internal class UnkeyedContext<TOut> : IProcessContext
{
    private readonly UnkeyedCall _call;
    private readonly Func<long> _watermark;

    /// <param name="context">The operator's surroundings.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="watermark">The watermark that the operator has reached.</param>
    /// <param name="noTimers">Why there are no timers, behind the operator's name.</param>
    public UnkeyedContext(OperatorContext context, Output<TOut> output, Func<long> watermark, string noTimers)
    {
        _call = new UnkeyedCall(context.OperatorName);
        _watermark = watermark;
        Collector = new TimestampedCollector<TOut>(output, context, _call);
        SideOutputs = new SideOutputs(context, _call, Collector);
        TimerService = new NoTimers(context, _call, watermark, noTimers);
    }

    /// <summary>Takes results.</summary>
    public TimestampedCollector<TOut> Collector { get; }

    public long? Timestamp => Collector.Timestamp;

    public long CurrentWatermark
    {
        get
        {
            Check();
            return _watermark();
        }
    }

    public ITimerService TimerService { get; }

    public SideOutputs SideOutputs { get; }

    /// <summary>A call begins, for a record of that timestamp.</summary>
    public void Begin(long timestamp)
    {
        Collector.SetTimestamp(timestamp);
        _call.Begin();
    }

    /// <summary>The call has returned.</summary>
    public void End() => _call.End();

    /// <summary>The calls that it is given to.</summary>
    protected UserCall Call => _call;

    /// <exception cref="InvalidOperationException">No call is under way.</exception>
    protected void Check() => _call.Check();
}

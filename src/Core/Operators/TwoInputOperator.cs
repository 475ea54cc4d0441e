namespace FlowActors.Operators;

/// <summary>An operator with two inputs: the head of its chain.</summary>
/// <typeparam name="TFirst">What comes in by input 0.</typeparam>
/// <typeparam name="TSecond">What comes in by input 1.</typeparam>
/// <typeparam name="TOut">What goes out by output 0.</typeparam>
public abstract class TwoInputOperator<TFirst, TSecond, TOut> : StreamOperator, IInputOperator
{
    private Output<TOut>? _output;

    /// <summary>Where results go.</summary>
    protected Output<TOut> Output => _output!;

    /// <inheritdoc/>
    public override void Setup(OperatorContext context)
    {
        base.Setup(context);
        _output = context.GetOutput<TOut>(0);
    }

    /// <inheritdoc/>
    public Input<T> GetInput<T>(int input) => (Input<T>)(input switch
    {
        0 => new First(this),
        1 => (object)new Second(this),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "The operator has the inputs 0 and 1."),
    });

    /// <inheritdoc/>
    public virtual void Watermark(long timestamp) => Context.EventTime.Watermark(timestamp);

    /// <inheritdoc/>
    public virtual void Status(bool active) => Context.EventTime.Status(active);

    /// <summary>Called for each record of input 0.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms, or <see cref="Timestamps.None"/>.</param>
    protected abstract void CollectFirst(TFirst value, long timestamp);

    /// <summary>Called for each record of input 1.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms, or <see cref="Timestamps.None"/>.</param>
    protected abstract void CollectSecond(TSecond value, long timestamp);

    private sealed class First(TwoInputOperator<TFirst, TSecond, TOut> target) : Input<TFirst>
    {
        public override void Collect(TFirst value, long timestamp) => target.CollectFirst(value, timestamp);
    }

    private sealed class Second(TwoInputOperator<TFirst, TSecond, TOut> target) : Input<TSecond>
    {
        public override void Collect(TSecond value, long timestamp) => target.CollectSecond(value, timestamp);
    }
}

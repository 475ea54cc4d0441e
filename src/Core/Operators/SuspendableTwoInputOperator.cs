namespace FlowActors.Operators;

/// <summary>As <see cref="SuspendableOperator{TIn,TOut}"/>, with two inputs: a join, or a process function whose timers fire.</summary>
/// <typeparam name="TFirst">What comes in by input 0.</typeparam>
/// <typeparam name="TSecond">What comes in by input 1.</typeparam>
/// <typeparam name="TOut">What goes out by output 0.</typeparam>
public abstract class SuspendableTwoInputOperator<TFirst, TSecond, TOut> : TwoInputOperator<TFirst, TSecond, TOut>
{
    private PendingOutput? _pending;

    /// <inheritdoc/>
    public sealed override void Setup(OperatorContext context)
    {
        base.Setup(context);
        _pending = new PendingOutput(context, EmitNext);
    }

    /// <inheritdoc/>
    public sealed override void Watermark(long timestamp)
    {
        _pending!.FinishFirst();
        if (BeginWatermark(timestamp)) _pending.Start();
    }

    /// <inheritdoc/>
    public sealed override void Status(bool active)
    {
        _pending!.FinishFirst();
        base.Status(active);
    }

    /// <inheritdoc/>
    public sealed override void EndInput(int input)
    {
        _pending!.FinishFirst();
        if (BeginEnd(input)) _pending.Start();
    }

    /// <inheritdoc/>
    public sealed override Progress Resume() => _pending!.Resume();

    /// <inheritdoc/>
    protected sealed override void CollectFirst(TFirst value, long timestamp)
    {
        _pending!.FinishFirst();
        if (BeginFirst(value, timestamp)) _pending.Start();
    }

    /// <inheritdoc/>
    protected sealed override void CollectSecond(TSecond value, long timestamp)
    {
        _pending!.FinishFirst();
        if (BeginSecond(value, timestamp)) _pending.Start();
    }

    /// <inheritdoc cref="SuspendableOperator{TIn,TOut}.StartPending"/>
    protected void StartPending() => _pending!.Start();

    /// <summary>A record of input 0 has come.</summary>
    /// <returns>True when <see cref="EmitNext"/> has results to emit.</returns>
    protected abstract bool BeginFirst(TFirst value, long timestamp);

    /// <summary>A record of input 1 has come.</summary>
    /// <returns>True when <see cref="EmitNext"/> has results to emit.</returns>
    protected abstract bool BeginSecond(TSecond value, long timestamp);

    /// <inheritdoc cref="SuspendableOperator{TIn,TOut}.BeginWatermark"/>
    protected virtual bool BeginWatermark(long timestamp)
    {
        base.Watermark(timestamp);
        return false;
    }

    /// <summary>An input has ended.</summary>
    /// <returns>True when <see cref="EmitNext"/> has results to emit.</returns>
    protected virtual bool BeginEnd(int input) => false;

    /// <inheritdoc cref="SuspendableOperator{TIn,TOut}.EmitNext"/>
    protected abstract bool EmitNext();
}

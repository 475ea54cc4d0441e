namespace FlowActors.Operators;

/// <summary>
/// The ground of operators whose results for one element may be more than an output takes, and are emitted by the engine's loop:
/// a flatMap over a sequence, timers that fire, output at the end of the input.
/// </summary>
/// <remarks>
/// One rule holds, and is kept in <see cref="PendingOutput"/>: what emits waits behind suspended output, what reads or aborts does not.
/// The subtask's loop gives its chain no element while output is suspended. Only user code further up, which emits several elements in
/// one call, cannot be made to wait: then what is suspended here is finished first, into overdraft.
/// </remarks>
/// <typeparam name="TIn">What comes in.</typeparam>
/// <typeparam name="TOut">What goes out.</typeparam>
public abstract class SuspendableOperator<TIn, TOut> : OneInputOperator<TIn, TOut>
{
    private PendingOutput? _pending;

    /// <inheritdoc/>
    public sealed override void Setup(OperatorContext context)
    {
        base.Setup(context);
        _pending = new PendingOutput(context, EmitNext);
    }

    /// <inheritdoc/>
    public sealed override void Collect(TIn value, long timestamp)
    {
        _pending!.FinishFirst();
        if (Begin(value, timestamp)) _pending.Start();
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
        if (BeginEnd()) _pending.Start();
    }

    /// <inheritdoc/>
    public sealed override Progress Resume() => _pending!.Resume();

    /// <summary>
    /// There are results besides those of an element, as before a barrier: <see cref="EmitNext"/> is called until there are none.
    /// </summary>
    protected void StartPending() => _pending!.Start();

    /// <summary>A record has come.</summary>
    /// <returns>True when <see cref="EmitNext"/> has results to emit.</returns>
    protected abstract bool Begin(TIn value, long timestamp);

    /// <summary>A watermark has come; unless it is overridden it is handed on.</summary>
    /// <returns>True when <see cref="EmitNext"/> has results to emit, and then hands the watermark on as the last of them.</returns>
    protected virtual bool BeginWatermark(long timestamp)
    {
        EventTime.Watermark(timestamp);
        return false;
    }

    /// <summary>The input has ended.</summary>
    /// <returns>True when <see cref="EmitNext"/> has results to emit.</returns>
    protected virtual bool BeginEnd() => false;

    /// <summary>Emits one result.</summary>
    /// <returns>False when none was left.</returns>
    protected abstract bool EmitNext();
}

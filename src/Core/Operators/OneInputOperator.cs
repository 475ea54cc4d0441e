using System.Runtime.CompilerServices;

namespace FlowActors.Operators;

/// <summary>
/// An operator with one input, which is at the same time the output of the operator before it: a chain is a linked list of
/// direct calls.
/// </summary>
/// <typeparam name="TIn">What comes in.</typeparam>
/// <typeparam name="TOut">What goes out; <see cref="Nothing"/> for a sink.</typeparam>
public abstract class OneInputOperator<TIn, TOut> : Output<TIn>, IStreamOperator
{
    private OperatorContext? _context;
    private Output<TOut>? _output;
    private ExecutionCursor? _cursor;
    private int _index;

    /// <summary>The operator's surroundings; there from <see cref="Setup"/> on.</summary>
    protected OperatorContext Context => _context ?? throw new InvalidOperationException("The operator was not set up.");

    /// <summary>Where results go.</summary>
    protected Output<TOut> Output => _output!;

    /// <inheritdoc/>
    public void Setup(OperatorContext context)
    {
        _context = context;
        _cursor = context.Cursor;
        _index = context.ChainIndex;
    }

    /// <summary>Wires the operator to what comes behind it; called once, before <see cref="Setup"/>.</summary>
    public void ConnectTo(Output<TOut> output) => _output = output;

    /// <inheritdoc/>
    public override void Watermark(long timestamp) => Output.Watermark(timestamp);

    /// <inheritdoc/>
    public override void Status(bool active) => Output.Status(active);

    /// <inheritdoc/>
    public virtual void Open()
    {
    }

    /// <inheritdoc/>
    public virtual void EndInput(int input)
    {
    }

    /// <inheritdoc/>
    public virtual bool Resume() => true;

    /// <inheritdoc/>
    public virtual void PrepareBarrier(long checkpointId)
    {
    }

    /// <inheritdoc/>
    public virtual void Snapshot(long checkpointId)
    {
    }

    /// <inheritdoc/>
    public virtual void CheckpointComplete(long checkpointId)
    {
    }

    /// <inheritdoc/>
    public virtual void CheckpointAborted(long checkpointId)
    {
    }

    /// <inheritdoc/>
    public virtual void Finish()
    {
    }

    /// <inheritdoc/>
    public virtual void Close()
    {
    }

    /// <summary>
    /// Notes that this operator's user code runs from here on, so that an exception names it. One store; to be called before
    /// user code, and again after each emission that user code returns to.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Enter() => _cursor!.ChainIndex = _index;
}

using System.Runtime.CompilerServices;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// An operator with one input, which is at the same time the output of the operator before it: a chain is a linked list of
/// direct calls.
/// </summary>
/// <typeparam name="TIn">What comes in.</typeparam>
/// <typeparam name="TOut">What goes out; <see cref="Nothing"/> for a sink.</typeparam>
public abstract class OneInputOperator<TIn, TOut> : Output<TIn>, IInputOperator
{
    private OperatorContext? _context;
    private Output<TOut>? _output;
    private IEventTime? _eventTime;
    private ExecutionCursor? _cursor;
    private int _index;
    private FunctionCheckpoints? _checkpoints;

    /// <summary>The operator's surroundings; there from <see cref="Setup"/> on.</summary>
    protected OperatorContext Context => _context ?? throw new InvalidOperationException("The operator was not set up.");

    /// <summary>Where results go.</summary>
    protected Output<TOut> Output => _output!;

    /// <summary>Where what the operator says about event time goes: all of its outputs.</summary>
    protected IEventTime EventTime => _eventTime!;

    /// <inheritdoc/>
    public virtual void Setup(OperatorContext context)
    {
        _context = context;
        _cursor = context.Cursor;
        _index = context.ChainIndex;
        _output = context.GetOutput<TOut>(0);
        _eventTime = context.EventTime;
    }

    /// <inheritdoc/>
    public Input<T> GetInput<T>(int input) => (Input<T>)(object)this;

    /// <inheritdoc/>
    public override void Watermark(long timestamp) => EventTime.Watermark(timestamp);

    /// <inheritdoc/>
    public override void Status(bool active) => EventTime.Status(active);

    /// <inheritdoc/>
    public virtual void Open()
    {
    }

    /// <inheritdoc/>
    public virtual void EndInput(int input)
    {
    }

    /// <inheritdoc/>
    public virtual Progress Resume() => Progress.Done;

    /// <inheritdoc/>
    public virtual void PrepareBarrier(long checkpointId)
    {
    }

    /// <inheritdoc/>
    public virtual void Snapshot(long checkpointId) => _checkpoints?.Snapshot(checkpointId);

    /// <inheritdoc/>
    public virtual void CheckpointComplete(long checkpointId) => _checkpoints?.Complete(checkpointId);

    /// <inheritdoc/>
    public virtual void CheckpointAborted(long checkpointId) => _checkpoints?.Aborted(checkpointId);

    /// <inheritdoc/>
    public virtual void Finish()
    {
    }

    /// <inheritdoc/>
    public virtual void Close()
    {
    }

    /// <summary>Before a function is opened: from here on it hears of restores and checkpoints, if it wants to.</summary>
    /// <param name="function">The user's.</param>
    /// <param name="keyed">The keyed states; null where the stream is not keyed.</param>
    internal void Initialize(object function, IKeyedStateStore? keyed = null) =>
        _checkpoints = FunctionCheckpoints.Initialize(function, Context, keyed);

    /// <summary>
    /// Notes that this operator's user code runs from here on, so that an exception names it. One store; to be called before
    /// user code, and again after each emission that user code returns to.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Enter() => _cursor!.ChainIndex = _index;
}

using System.Runtime.CompilerServices;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// The ground of operators that are not their own input: sources, and operators with several inputs. Those with one are an
/// <see cref="OneInputOperator{TIn,TOut}"/>.
/// </summary>
public abstract class StreamOperator : IStreamOperator
{
    private OperatorContext? _context;
    private ExecutionCursor? _cursor;
    private int _index;
    private FunctionCheckpoints? _checkpoints;

    /// <summary>The operator's surroundings; there from <see cref="Setup"/> on.</summary>
    protected OperatorContext Context => _context ?? throw new InvalidOperationException("The operator was not set up.");

    /// <inheritdoc/>
    public virtual void Setup(OperatorContext context)
    {
        _context = context;
        _cursor = context.Cursor;
        _index = context.ChainIndex;
    }

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

    /// <summary>As <see cref="OneInputOperator{TIn,TOut}.Enter"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Enter() => _cursor!.ChainIndex = _index;
}

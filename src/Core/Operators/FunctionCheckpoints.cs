using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>What a user function hears of restores and checkpoints, if it wants to hear of any.</summary>
internal sealed class FunctionCheckpoints
{
    private readonly OperatorContext _context;
    private readonly ICheckpointedFunction? _function;
    private readonly ICheckpointListener? _listener;

    private FunctionCheckpoints(OperatorContext context, ICheckpointedFunction? function, ICheckpointListener? listener) =>
        (_context, _function, _listener) = (context, function, listener);

    /// <summary>Initializes a function that is about to be opened.</summary>
    /// <param name="function">The user's.</param>
    /// <param name="context">The operator's surroundings.</param>
    /// <param name="keyed">The keyed states; null where the stream is not keyed.</param>
    /// <returns>Null when it wants to hear of nothing.</returns>
    public static FunctionCheckpoints? Initialize(object function, OperatorContext context, IKeyedStateStore? keyed)
    {
        var (checkpointed, listener) = (function as ICheckpointedFunction, function as ICheckpointListener);
        if (checkpointed is null && listener is null) return null;
        checkpointed?.InitializeState(new Initialization(context, keyed));
        return new FunctionCheckpoints(context, checkpointed, listener);
    }

    public void Snapshot(long checkpointId) =>
        _function?.SnapshotState(new FunctionSnapshot(checkpointId, _context.Time.GetUtcNow().ToUnixTimeMilliseconds()));

    public void Complete(long checkpointId) => _listener?.NotifyCheckpointComplete(checkpointId);

    public void Aborted(long checkpointId) => _listener?.NotifyCheckpointAborted(checkpointId);

    private sealed class Initialization(OperatorContext context, IKeyedStateStore? keyed) : IFunctionInitializationContext
    {
        public bool IsRestored => context.RestoredCheckpoint is not null;

        public long? RestoredCheckpointId => context.RestoredCheckpoint;

        public IOperatorStateStore OperatorStateStore => context.OperatorState;

        public IKeyedStateStore KeyedStateStore => keyed ?? throw new InvalidOperationException(
            $"The stream of operator '{context.OperatorName}' is not keyed, so that its function has no keyed state: call KeyBy before it, or " +
            $"use {nameof(OperatorStateStore)}.");
    }

    private sealed record FunctionSnapshot(long CheckpointId, long CheckpointTimestamp) : IFunctionSnapshotContext;
}

using FlowActors.State;

namespace FlowActors.Functions;

/// <summary>
/// Implemented by a function that is a class with a life, when it keeps state that belongs to its subtask and to no key (Flink's operator
/// state), or has something to write into its state before a snapshot. Called on the subtask's thread, never while a record is processed.
/// </summary>
public interface ICheckpointedFunction
{
    /// <summary>
    /// Called once before <c>Open</c>: registers states, which hold what was restored when this is called. Keyed state can be registered, not
    /// touched: there is no key.
    /// </summary>
    /// <param name="context">Valid during the call only; the states stay valid.</param>
    void InitializeState(IFunctionInitializationContext context);

    /// <summary>
    /// Called at each barrier, after all records before it: puts what the function holds in fields into its states. Nothing may be emitted.
    /// </summary>
    /// <param name="context">Valid during the call only.</param>
    void SnapshotState(IFunctionSnapshotContext context);
}

/// <summary>Where an <see cref="ICheckpointedFunction"/> finds its state.</summary>
public interface IFunctionInitializationContext
{
    /// <summary>True when the job was restored from a checkpoint or a savepoint, also when it held nothing of this function.</summary>
    bool IsRestored { get; }

    /// <summary>The number of the checkpoint that the job was restored from; null when it was not.</summary>
    long? RestoredCheckpointId { get; }

    /// <summary>State of the subtask: lists that are split or united when the parallelism changes, and maps that all subtasks have alike.</summary>
    IOperatorStateStore OperatorStateStore { get; }

    /// <summary>State of keys.</summary>
    /// <exception cref="InvalidOperationException">The stream is not keyed.</exception>
    IKeyedStateStore KeyedStateStore { get; }
}

/// <summary>The snapshot for which an <see cref="ICheckpointedFunction"/> is asked.</summary>
public interface IFunctionSnapshotContext
{
    /// <summary>The number of the checkpoint.</summary>
    long CheckpointId { get; }

    /// <summary>When this subtask takes the snapshot, by the clock of the job, in ms since 1970.</summary>
    long CheckpointTimestamp { get; }
}

/// <summary>
/// Implemented by a function that is a class with a life, when it wants to hear what became of checkpoints. Called on the subtask's thread,
/// never while a record is processed; nothing may be emitted.
/// </summary>
public interface ICheckpointListener
{
    /// <summary>
    /// The checkpoint is durable, in all subtasks. May be missed, where the job fails right after it: what a later one confirms includes all
    /// before it. May be called again after a recovery.
    /// </summary>
    void NotifyCheckpointComplete(long checkpointId);

    /// <summary>The checkpoint will never be complete. Does nothing unless it is implemented.</summary>
    void NotifyCheckpointAborted(long checkpointId)
    {
    }
}

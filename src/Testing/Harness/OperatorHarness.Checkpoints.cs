using FlowActors.State;
using FlowActors.State.Export;

namespace FlowActors.Testing;

public partial class OperatorHarness
{
    /// <summary>
    /// Takes the operator's state as a checkpoint does: the operator prepares for the barrier, emits what it must, and its state leaves
    /// as bytes. The operator may go on. What it does not choose to read yet is read before, as the barrier comes behind it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The operator waits for somebody else, which holds the barrier up.</exception>
    /// <exception cref="OperatorFailedException">The operator threw, or its state cannot be serialized.</exception>
    public OperatorSnapshot Snapshot()
    {
        var archive = new StateArchive(_maxParallelism);
        ExportTo(archive.NextSubtask());
        return CreateSnapshot(archive, _settings.Parallelism == 1 ? null : _settings.SubtaskIndex);
    }

    /// <summary>A checkpoint is durable: the operator is told so.</summary>
    /// <param name="checkpointId">That of a snapshot.</param>
    public void CompleteCheckpoint(long checkpointId)
    {
        CheckUsable();
        Do($"CheckpointComplete {checkpointId}", () => _operator.CheckpointComplete(checkpointId));
    }

    /// <summary>A checkpoint will never complete: the operator is told so.</summary>
    /// <param name="checkpointId">That of a snapshot.</param>
    public void AbortCheckpoint(long checkpointId)
    {
        CheckUsable();
        Do($"CheckpointAborted {checkpointId}", () => _operator.CheckpointAborted(checkpointId));
    }

    internal void ExportTo(IStateWriter writer)
    {
        CheckUsable();
        _loop.ReadsAllInputs = true;
        Work();
        _loop.ReadsAllInputs = false;
        CheckNotWaiting();
        _checkpoint++;
        Do("PrepareBarrier", () => _operator.PrepareBarrier(_checkpoint));
        CheckNotWaiting();
        Do("Snapshot", () => _operator.Snapshot(_checkpoint));
        Do("the export of its state", () => _scope.Export(writer));
    }

    internal OperatorSnapshot CreateSnapshot(StateArchive archive, int? onlySubtask) =>
        new(_blueprint, _settings with { Clock = Clock, JobId = _settings.JobId, Snapshot = null }, archive, _checkpoint, _maxParallelism, onlySubtask);

    private void CheckNotWaiting()
    {
        if (!IsWaiting) return;
        throw new InvalidOperationException(
            $"Operator '{_blueprint.Name}' waits for somebody else with suspended output and holds the barrier up: let what it waits for " +
            "complete, and call Work or WorkAsync before the snapshot.");
    }
}

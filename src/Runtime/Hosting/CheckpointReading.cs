using FlowActors.Runtime.Checkpoints.Reading;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.State;
using FlowActors.State.Snapshots.Stored;

namespace FlowActors.Runtime.Hosting;

/// <summary>How a node reads checkpoints: where they are, and which backend reads which database.</summary>
internal static class CheckpointReading
{
    /// <param name="setup">What the node was started with.</param>
    /// <param name="backends">Those of the node; null where it has none.</param>
    /// <param name="runBlocking">Runs something on a thread that may block.</param>
    /// <param name="closing">Cancelled when the node ends.</param>
    public static CheckpointFilesReader Create(NodeSetup setup, StateBackends? backends, Action<Action> runBlocking, CancellationToken closing)
    {
        var storages = setup.Checkpoints.Storages;
        var opened = new OpenedCheckpoints(
            (job, from) => new StoredCheckpoint(storages.Reader, Locate(storages, job, from), Open, backends?.IsAllQueryable == true, closing),
            setup.Settings.Coordinator.CheckpointLease,
            setup.Time);
        return new CheckpointFilesReader(opened, setup.Checkpoints.Work, runBlocking, setup.Time, setup.JobTime);

        IStoredStates Open(string backend, StoredDatabase database) =>
            (backends ?? throw new NotSupportedException("This node keeps no state.")).OpenStored(backend, database);
    }

    private static SnapshotLocation Locate(ICheckpointStorages storages, JobId job, RestoreFrom from) =>
        from.Folder is { } folder ? new SnapshotLocation(folder) : storages.Of(job).Checkpoint(from.Checkpoint);
}

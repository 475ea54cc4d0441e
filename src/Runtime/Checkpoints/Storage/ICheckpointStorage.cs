using FlowActors.Runtime.Checkpoints.Metadata;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>
/// Where the snapshots of one job are; those of others are read by it too. Calls block until what they promise is durable, and may come from any number of threads at
/// once: writers of state call on the blocking dispatcher, the coordinator by effects that run there. Files are written once and
/// never changed, no folder is renamed, and nothing is found by listing, so that an object store can stand behind it; listing serves
/// only to clean up after a crash.
/// </summary>
internal interface ICheckpointStorage : ISnapshotReader
{
    /// <summary>Where a checkpoint of the job is, or would be.</summary>
    SnapshotLocation Checkpoint(long checkpoint);

    /// <summary>Where a savepoint is written: made if missing, and it must be empty.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="SnapshotWriteException">It is not empty, lies where the job keeps its checkpoints, or cannot be made.</exception>
    SnapshotLocation CreateSavepoint(string path);

    /// <summary>Begins a file of state.</summary>
    /// <exception cref="SnapshotWriteException">It cannot be made.</exception>
    /// <exception cref="ArgumentException">It is to be shared, but the snapshot is no checkpoint of the job.</exception>
    IStateFileWriter Create(SnapshotLocation snapshot, StateFileOwner owner, StateFileScope scope);

    /// <summary>
    /// Makes the files a snapshot: writes the metadata, which is there afterwards whole or not at all, whatever happens. Every file that
    /// it names must have been completed. A location gets metadata once.
    /// </summary>
    /// <returns>The size of the metadata in bytes.</returns>
    /// <exception cref="SnapshotWriteException">It cannot be written; whether it is there is unknown. Delete it before anything else.</exception>
    long Publish(SnapshotLocation snapshot, SnapshotMetadata metadata);

    /// <summary>
    /// Deletes files in this order, metadata durably before anything that stands behind it; those that are not there are passed
    /// over. All are tried before it throws; what is left over is found by the next sweep.
    /// </summary>
    /// <exception cref="SnapshotWriteException">Some could not be deleted.</exception>
    void Delete(IReadOnlyList<StoredFile> files);

    /// <summary>Brings to the disk what was deleted of a snapshot: none of it comes back with a crash.</summary>
    /// <exception cref="SnapshotWriteException">It failed.</exception>
    void FlushDeleted(SnapshotLocation snapshot);

    /// <summary>All files in the job's own folders that have a name that this job gives; never any other.</summary>
    IReadOnlyList<ListedFile> ListCheckpoints();

    /// <summary>
    /// What a job has left in a folder outside of its own that has no metadata: a savepoint that was never completed, or a claimed
    /// snapshot whose deletion a crash has cut short. Nothing if the metadata is there.
    /// </summary>
    /// <param name="snapshot">The folder.</param>
    /// <param name="job">The job that wrote it.</param>
    IReadOnlyList<ListedFile> ListIncomplete(SnapshotLocation snapshot, JobId job);
}

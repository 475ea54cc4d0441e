namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>The checkpoint storages of a host's jobs. Thread-safe.</summary>
internal interface ICheckpointStorages
{
    /// <summary>The storage of a job. Makes its folder durably if it is not there, so it blocks: ask once for each attempt and not on operators' threads.</summary>
    /// <exception cref="SnapshotWriteException">The folder cannot be made.</exception>
    /// <exception cref="ObjectDisposedException">The host has stopped.</exception>
    ICheckpointStorage Of(JobId job);

    /// <summary>Reads snapshots wherever they are; makes nothing.</summary>
    ISnapshotReader Reader { get; }
}

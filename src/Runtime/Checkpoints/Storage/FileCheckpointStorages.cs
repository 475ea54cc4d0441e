using FlowActors.Files;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Checkpoint storages of files in one folder, a folder for each job.</summary>
/// <param name="files">The file system.</param>
/// <param name="folder">Tells the folder; not asked before the first job is.</param>
internal sealed class FileCheckpointStorages(IFileSystem files, Func<string> folder) : ICheckpointStorages
{
    public ICheckpointStorage Of(JobId job) => new FileCheckpointStorage(files, folder(), job, Guid.NewGuid);

    public ISnapshotReader Reader { get; } = new FileSnapshotReader(files);
}

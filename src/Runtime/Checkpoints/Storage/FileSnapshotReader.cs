using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Reads snapshots that are files.</summary>
/// <param name="files">The file system.</param>
internal sealed class FileSnapshotReader(IFileSystem files) : ISnapshotReader
{
    public SnapshotMetadata ReadMetadata(SnapshotLocation snapshot) => SnapshotFiles.ReadMetadata(files, snapshot);

    public Stream Read(SnapshotLocation snapshot, StateHandle handle) =>
        new CheckedStream(OpenParts(snapshot, handle), snapshot.File(handle).Path, handle);

    public IFileReader OpenParts(SnapshotLocation snapshot, StateHandle handle) => SnapshotFiles.OpenParts(files, snapshot, handle);

    public void Fetch(SnapshotLocation snapshot, StateHandle handle, string path, bool mayLink) => FetchedFile.Bring(files, snapshot, handle, path, mayLink);
}

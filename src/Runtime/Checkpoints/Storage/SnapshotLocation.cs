using FlowActors.Runtime.Checkpoints.Metadata;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Where a snapshot is: its folder, or what its objects' names begin with.</summary>
/// <param name="Folder">The full path.</param>
internal readonly record struct SnapshotLocation(string Folder)
{
    /// <summary>The file that makes files a snapshot.</summary>
    public StoredFile Metadata => new(Path.Join(Folder, SnapshotNames.Metadata));

    /// <summary>The file that a handle of the snapshot names.</summary>
    public StoredFile File(StateHandle handle) => handle.IsShared
        ? new(Path.Join(Path.GetDirectoryName(Folder), SnapshotNames.Shared, handle.Name[SnapshotNames.SharedPrefix.Length..]))
        : new(Path.Join(Folder, handle.Name));

    /// <summary>All files of the snapshot: the metadata first, as it is the first to be deleted.</summary>
    public IReadOnlyList<StoredFile> FilesOf(SnapshotMetadata metadata) => [Metadata, .. metadata.Handles().Select(File).Distinct()];

    /// <summary>
    /// The files that somebody who claims the snapshot may delete: those in its folder. Shared ones belong to the job that wrote them, whose
    /// other checkpoints may name them too.
    /// </summary>
    public IReadOnlyList<StoredFile> OwnFilesOf(SnapshotMetadata metadata) =>
        [Metadata, .. metadata.Handles().Where(handle => !handle.IsShared).Select(File).Distinct()];

    /// <inheritdoc/>
    public override string ToString() => Folder;
}

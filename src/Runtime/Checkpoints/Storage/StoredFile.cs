namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>A file of a snapshot by its full path, so that one file has one name whichever snapshot refers to it.</summary>
/// <param name="Path">The full path.</param>
internal readonly record struct StoredFile(string Path)
{
    /// <summary>Whether it is what makes files a snapshot.</summary>
    public bool IsMetadata => System.IO.Path.GetFileName(Path) == SnapshotNames.Metadata;

    /// <inheritdoc/>
    public override string ToString() => Path;
}

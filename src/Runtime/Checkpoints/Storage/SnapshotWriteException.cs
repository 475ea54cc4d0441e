namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>A file of a snapshot cannot be written or deleted; the message names it and says what to do. Earlier snapshots are as they were.</summary>
internal sealed class SnapshotWriteException(string message, Exception? cause = null) : IOException(message, cause)
{
    public static SnapshotWriteException Of(string path, Exception cause) => new(
        $"The file '{path}' of a snapshot cannot be written: {cause.Message} Make room for it, and let this process write there; earlier snapshots are whole.",
        cause);
}

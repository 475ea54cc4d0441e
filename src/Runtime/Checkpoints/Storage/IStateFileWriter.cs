namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>A file of state that is being written, by one thread at a time. Disposed before it is complete, it is deleted.</summary>
internal interface IStateFileWriter : IDisposable
{
    /// <summary>How many bytes were written.</summary>
    long Length { get; }

    /// <summary>Writes behind what was written; the bytes are the caller's again afterwards.</summary>
    /// <exception cref="SnapshotWriteException">They cannot be written; the file can only be disposed.</exception>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Brings the file and its name to the disk.</summary>
    /// <exception cref="SnapshotWriteException">It failed; the file can only be disposed.</exception>
    StateHandle Complete();
}

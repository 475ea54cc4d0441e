namespace FlowActors.Files;

/// <summary>A file that is being written, from its beginning to its end; for one thread.</summary>
internal interface IFileWriter : IDisposable
{
    /// <summary>Writes behind what was written; the bytes are the caller's again afterwards.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Brings what was written to the disk.</summary>
    void Flush();
}

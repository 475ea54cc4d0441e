namespace FlowActors.Files;

/// <summary>An open file; any thread may read at any place.</summary>
internal interface IFileReader : IDisposable
{
    /// <summary>The length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads what is at a place: as much as there is room for, or fewer bytes; 0 only at the end.</summary>
    int Read(long offset, Span<byte> bytes);
}

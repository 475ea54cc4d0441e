namespace FlowActors.State.Snapshots.Files;

/// <summary>The bytes of a snapshot file, read by position.</summary>
internal sealed class SnapshotStream(string file, Stream stream) : IDisposable
{
    public string File => file;

    /// <summary>As it was when the file was opened: what shrinks later is damaged.</summary>
    public long Length { get; } = stream.Length;

    public static SnapshotStream Open(string file, Func<Stream> open)
    {
        try
        {
            return new SnapshotStream(file, open());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnreadableSnapshotException(file, SnapshotFault.Missing, 0, "is missing", e);
        }
    }

    public void Read(long offset, Span<byte> bytes)
    {
        try
        {
            if (stream.Position != offset) stream.Position = offset;
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException e)
        {
            throw Damaged(offset, $"ends before {bytes.Length} bytes that should be there", e);
        }
    }

    public UnreadableSnapshotException Damaged(long offset, string what, Exception? inner = null) =>
        new(file, SnapshotFault.Damaged, offset, what, inner);

    public void Dispose() => stream.Dispose();
}

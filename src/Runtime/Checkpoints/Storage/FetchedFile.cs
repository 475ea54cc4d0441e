using System.Buffers;
using FlowActors.Files;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Brings files of snapshots to where a state backend works on them.</summary>
internal static class FetchedFile
{
    private const int PieceBytes = 256 << 10;

    /// <summary>See <see cref="ISnapshotReader.Fetch"/>.</summary>
    public static void Bring(IFileSystem files, SnapshotLocation snapshot, StateHandle handle, string path, bool mayLink) =>
        Bring(files, snapshot.File(handle).Path, handle, path, mayLink);

    /// <summary>As the other, from the path of the file or of a copy.</summary>
    public static void Bring(IFileSystem files, string from, StateHandle handle, string path, bool mayLink)
    {
        using var stored = new CheckedStream(SnapshotFiles.OpenParts(files, from, handle), from, handle);
        var copy = mayLink && files.TryLink(from, path) ? null : Create(files, path);
        try
        {
            using (copy) ReadWhole(stored, copy, path);
        }
        catch
        {
            // What is not whole is not there.
            files.Delete(path);
            throw;
        }
    }

    // The read that takes the last byte compares the checksum.
    private static void ReadWhole(CheckedStream stored, IFileWriter? copy, string path)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (int read; (read = stored.Read(piece)) > 0;)
            {
                if (copy is not null) Write(copy, piece.AsSpan(0, read), path);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static IFileWriter Create(IFileSystem files, string path)
    {
        try
        {
            return files.Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, e);
        }
    }

    private static void Write(IFileWriter copy, ReadOnlySpan<byte> piece, string path)
    {
        try
        {
            copy.Write(piece);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, e);
        }
    }

    private static IOException NotWritten(string path, Exception cause) => new(
        $"The file '{path}', to which a file of a snapshot is brought, cannot be written: {cause.Message} Make room for it, and let this process write there.", cause);
}

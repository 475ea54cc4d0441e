using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Reads files of snapshots, and says of each that cannot be read what is wrong with it.</summary>
internal static class SnapshotFiles
{
    /// <summary>Reads the metadata of any snapshot: no job has to be there.</summary>
    /// <exception cref="SnapshotReadException">It is missing, damaged or of a newer version.</exception>
    public static SnapshotMetadata ReadMetadata(IFileSystem files, SnapshotLocation snapshot)
    {
        var path = snapshot.Metadata.Path;
        using var file = Open(files, path);
        if (file.Length > Array.MaxLength) throw SnapshotReadException.Damaged(path, $"it has {file.Length} bytes, more than metadata can have");
        var bytes = new byte[file.Length];
        var read = 0;
        try
        {
            for (int more; read < bytes.Length && (more = file.Read(read, bytes.AsSpan(read))) > 0;) read += more;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotReadException.Refused(path, e);
        }

        return MetadataFile.Read(path, bytes.AsSpan(0, read));
    }

    /// <summary>Opens a file of a snapshot to read parts of it. The length is checked.</summary>
    /// <exception cref="SnapshotReadException">It is missing, or has another length.</exception>
    public static IFileReader OpenParts(IFileSystem files, SnapshotLocation snapshot, StateHandle handle) => OpenParts(files, snapshot.File(handle).Path, handle);

    /// <summary>As the other, by the path of the file or of a copy.</summary>
    public static IFileReader OpenParts(IFileSystem files, string path, StateHandle handle)
    {
        var file = Open(files, path);
        if (file.Length == handle.Length) return file;
        using (file) throw SnapshotReadException.Damaged(path, $"it has {file.Length} bytes, and had {handle.Length} when it was written");
    }

    public static IFileReader Open(IFileSystem files, string path)
    {
        try
        {
            return files.Open(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw SnapshotReadException.Missing(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotReadException.Refused(path, e);
        }
    }
}

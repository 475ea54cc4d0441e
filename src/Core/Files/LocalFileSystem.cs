using FlowActors.Paths;
using Microsoft.Win32.SafeHandles;

namespace FlowActors.Files;

/// <summary>The file system of the machine.</summary>
internal sealed class LocalFileSystem : IFileSystem
{
    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    public bool FolderExists(string path) => Directory.Exists(path);

    // Shared with those who rename and delete, for Windows.
    public IFileWriter Create(string path, bool locked = false)
    {
        if (!locked) return new Writer(File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete));
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return new Writer(file, FileLock.Take(path));
        }
        catch
        {
            file.Dispose();
            Delete(path);
            throw;
        }
    }

    public FileStatus? Find(string path)
    {
        var status = PathStatus.Of(path);
        return status.Kind == PathKind.File ? new FileStatus(status.Length, status.Identity.Number) : null;
    }

    // Shared with those who delete, so that a reader holds nobody up on Windows either.
    public IFileReader Open(string path) =>
        new Reader(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess));

    public void Rename(string from, string to) => File.Move(from, to, overwrite: false);

    public void Replace(string from, string to) => File.Move(from, to, overwrite: true);

    public bool TryLink(string from, string to) => HardLink.TryCreate(from, to);

    public void DeleteUnlessLocked(string path) => FileLock.RemoveIfAbandoned(path);

    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing is there, not even the folder.
        }
    }

    public void DeleteEmptyFolder(string path)
    {
        // Asked first, as a refusal would look like any other failure; who puts a file there in between makes it fail all the same.
        if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any()) Directory.Delete(path, recursive: false);
    }

    public IReadOnlyList<string> FilesIn(string folder) => Names(folder, Directory.EnumerateFiles);

    public IReadOnlyList<string> FoldersIn(string folder) => Names(folder, Directory.EnumerateDirectories);

    public void FlushFolder(string path) => FolderSync.Flush(path);

    public IDisposable? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsLocked(e.HResult))
        {
            return null;
        }
    }

    private static string[] Names(string folder, Func<string, IEnumerable<string>> list) =>
        Directory.Exists(folder) ? [.. list(folder).Select(path => Path.GetFileName(path))] : [];

    // The system's numbers for "somebody else has it": a sharing or lock violation, or that a call would wait.
    private static bool IsLocked(int error) => OperatingSystem.IsWindows()
        ? (error & 0xFFFF) is 32 or 33
        : error == (OperatingSystem.IsLinux() ? 11 : 35);

    private sealed class Writer(SafeFileHandle file, SafeFileHandle? held = null) : IFileWriter
    {
        private long _length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            RandomAccess.Write(file, bytes, _length);
            _length += bytes.Length;
        }

        public void Flush() => RandomAccess.FlushToDisk(file);

        public void Dispose()
        {
            file.Dispose();
            held?.Dispose();
        }
    }

    private sealed class Reader(SafeFileHandle file) : IFileReader
    {
        public long Length { get; } = RandomAccess.GetLength(file);

        public int Read(long offset, Span<byte> bytes) => RandomAccess.Read(file, bytes, offset);

        public void Dispose() => file.Dispose();
    }
}

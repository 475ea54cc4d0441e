using FlowActors.Files;
using FlowActors.Tests.Files;

namespace FlowActors.Runtime.Tests.Recovery.Faults;

/// <summary>
/// The file system of the machine, of which a test may make calls fail or wait: it is asked before each. A write that fails leaves the first half
/// of what it was given. Thread-safe.
/// </summary>
internal sealed class FaultyFileSystem : IFileSystem
{
    private readonly LocalFileSystem _files = new();
    private volatile Action<FileCall, string> _before = (_, _) => { };

    /// <summary>Called before each call with its path, by any thread.</summary>
    public Action<FileCall, string> Before
    {
        set => _before = value;
    }

    /// <summary>From here on everything works.</summary>
    public void Heal() => _before = (_, _) => { };

    /// <summary>Makes the calls fail that a plan says, until it is healed.</summary>
    public void FailWhen(Func<FileCall, string, bool> when, string message) => _before = (call, path) =>
    {
        if (when(call, path)) throw new IOException(message);
    };

    /// <summary>Makes the first so many calls fail that a plan says.</summary>
    public void FailFirst(int times, Func<FileCall, string, bool> when, string message)
    {
        var left = times;
        FailWhen((call, path) => when(call, path) && Interlocked.Decrement(ref left) >= 0, message);
    }

    public void CreateFolder(string path)
    {
        _before(FileCall.CreateFolder, path);
        _files.CreateFolder(path);
    }

    public bool FolderExists(string path) => _files.FolderExists(path);

    public IFileWriter Create(string path, bool locked = false)
    {
        _before(FileCall.Create, path);
        return new Writer(this, path, _files.Create(path, locked));
    }

    public FileStatus? Find(string path)
    {
        _before(FileCall.Find, path);
        return _files.Find(path);
    }

    public IFileReader Open(string path)
    {
        _before(FileCall.Open, path);
        return new Reader(this, path, _files.Open(path));
    }

    public void Rename(string from, string to)
    {
        _before(FileCall.Rename, from);
        _files.Rename(from, to);
    }

    public void Replace(string from, string to)
    {
        _before(FileCall.Rename, from);
        _files.Replace(from, to);
    }

    public bool TryLink(string from, string to)
    {
        _before(FileCall.Link, from);
        return _files.TryLink(from, to);
    }

    public void Delete(string path)
    {
        _before(FileCall.Delete, path);
        _files.Delete(path);
    }

    public void DeleteUnlessLocked(string path)
    {
        _before(FileCall.Delete, path);
        _files.DeleteUnlessLocked(path);
    }

    public void DeleteEmptyFolder(string path)
    {
        _before(FileCall.DeleteEmptyFolder, path);
        _files.DeleteEmptyFolder(path);
    }

    public IReadOnlyList<string> FilesIn(string folder)
    {
        _before(FileCall.List, folder);
        return _files.FilesIn(folder);
    }

    public IReadOnlyList<string> FoldersIn(string folder)
    {
        _before(FileCall.List, folder);
        return _files.FoldersIn(folder);
    }

    public void FlushFolder(string path)
    {
        _before(FileCall.FlushFolder, path);
        _files.FlushFolder(path);
    }

    public IDisposable? TryLock(string path)
    {
        _before(FileCall.Lock, path);
        return _files.TryLock(path);
    }

    private sealed class Writer(FaultyFileSystem files, string path, IFileWriter writer) : IFileWriter
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            try
            {
                files._before(FileCall.Write, path);
            }
            catch
            {
                writer.Write(bytes[..(bytes.Length / 2)]);
                throw;
            }

            writer.Write(bytes);
        }

        public void Flush()
        {
            files._before(FileCall.Flush, path);
            writer.Flush();
        }

        public void Dispose() => writer.Dispose();
    }

    private sealed class Reader(FaultyFileSystem files, string path, IFileReader reader) : IFileReader
    {
        public long Length => reader.Length;

        public int Read(long offset, Span<byte> bytes)
        {
            files._before(FileCall.Read, path);
            return reader.Read(offset, bytes);
        }

        public void Dispose() => reader.Dispose();
    }
}

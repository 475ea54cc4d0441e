using System.Runtime.InteropServices;
using FlowActors.Files;

namespace FlowActors.Tests.Files;

/// <summary>
/// A file system in memory that knows what is durable. A test is asked before each call and may throw what a disk says, end the
/// process, or wait; a write that fails leaves a prefix. <see cref="Crash"/> loses what was not flushed, or parts of it.
/// </summary>
internal sealed class SimulatedFileSystem : IFileSystem
{
    private readonly SimulatedFolder _root = new();
    private readonly HashSet<string> _locks = [];
    private ulong _numbers;

    /// <summary>Called before each call with its path.</summary>
    public Action<FileCall, string> Before { get; set; } = (_, _) => { };

    /// <summary>Makes calls fail.</summary>
    public void FailWhen(Func<FileCall, string, bool> when, Exception failure) => Before = (call, path) =>
    {
        if (when(call, path)) throw failure;
    };

    /// <summary>A call that does nothing and says that it did: a disk that lies, or a protocol that has left it out.</summary>
    public FileCall? Ignored { get; init; }

    /// <summary>The process ends: locks are free, and all that was called has happened.</summary>
    public void EndProcess()
    {
        Before = (_, _) => { };
        _locks.Clear();
        foreach (var path in AllFiles()) File(path).IsLocked = false;
    }

    /// <summary>The machine stops and starts again.</summary>
    public void Crash(Random random)
    {
        Before = (_, _) => { };
        _locks.Clear();
        _root.Crash(random);
    }

    /// <summary>The paths of all files.</summary>
    public IReadOnlyList<string> AllFiles() => [.. All("", _root)];

    /// <summary>A durable file that somebody else has written.</summary>
    public void Put(string path, params byte[] bytes)
    {
        Make(Path.GetDirectoryName(path)!).Change(entries => entries[Path.GetFileName(path)] = new SimulatedFile { Number = ++_numbers });
        var file = File(path);
        file.Bytes.AddRange(bytes);
        file.Durable = bytes.Length;
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder)) Folder(folder)!.Flush();
    }

    /// <summary>The text of a file.</summary>
    public string TextOf(string path) => System.Text.Encoding.UTF8.GetString([.. File(path).Bytes]);

    public SimulatedFile File(string path) => (SimulatedFile)Folder(Path.GetDirectoryName(path)!)!.Entries[Path.GetFileName(path)];

    public void CreateFolder(string path)
    {
        Before(FileCall.CreateFolder, path);
        Make(path);
    }

    public bool FolderExists(string path) => Folder(path) is not null;

    public IFileWriter Create(string path, bool locked = false)
    {
        Before(FileCall.Create, path);
        var folder = Folder(Path.GetDirectoryName(path)!) ?? throw new DirectoryNotFoundException(path);
        var name = Path.GetFileName(path);
        if (folder.Entries.ContainsKey(name)) throw new IOException($"The file '{path}' already exists.");
        var file = new SimulatedFile { Number = ++_numbers, IsLocked = locked };
        folder.Change(entries => entries[name] = file);
        return new Writer(this, path, file);
    }

    public IFileReader Open(string path)
    {
        Before(FileCall.Open, path);
        var folder = Folder(Path.GetDirectoryName(path)!) ?? throw new DirectoryNotFoundException(path);
        return folder.Entries.GetValueOrDefault(Path.GetFileName(path)) is SimulatedFile file ? new Reader(this, path, file) : throw new FileNotFoundException(path);
    }

    public void Rename(string from, string to)
    {
        Before(FileCall.Rename, from);
        Assert.Equal(Path.GetDirectoryName(from), Path.GetDirectoryName(to));
        var folder = Folder(Path.GetDirectoryName(from)!) ?? throw new DirectoryNotFoundException(from);
        var (old, name) = (Path.GetFileName(from), Path.GetFileName(to));
        if (!folder.Entries.TryGetValue(old, out var file)) throw new FileNotFoundException(from);
        if (folder.Entries.ContainsKey(name)) throw new IOException($"The file '{to}' already exists.");
        folder.Change(entries =>
        {
            entries.Remove(old);
            entries[name] = file;
        });
    }

    public FileStatus? Find(string path)
    {
        Before(FileCall.Find, path);
        return Entry(path) is SimulatedFile file ? new FileStatus(file.Bytes.Count, file.Number) : null;
    }

    public void Replace(string from, string to)
    {
        Before(FileCall.Rename, from);
        var (source, target) = (Folder(Path.GetDirectoryName(from)!), Folder(Path.GetDirectoryName(to)!));
        if (source is null || target is null) throw new DirectoryNotFoundException(source is null ? from : to);
        var (old, name) = (Path.GetFileName(from), Path.GetFileName(to));
        if (!source.Entries.TryGetValue(old, out var file)) throw new FileNotFoundException(from);
        if (target.Entries.GetValueOrDefault(name) is SimulatedFolder) throw new IOException($"'{to}' is a folder.");
        if (source == target)
        {
            source.Change(entries =>
            {
                entries.Remove(old);
                entries[name] = file;
            });
            return;
        }

        var fate = new SimulatedFolder.Fate();
        target.Change(entries => entries[name] = file, fate);
        source.Change(entries => entries.Remove(old), fate);
    }

    public bool TryLink(string from, string to)
    {
        Before(FileCall.Link, from);
        if (Entry(from) is not SimulatedFile file || Folder(Path.GetDirectoryName(to)!) is not { } folder || folder.Entries.ContainsKey(Path.GetFileName(to))) return false;
        folder.Change(entries => entries[Path.GetFileName(to)] = file);
        return true;
    }

    public void DeleteUnlessLocked(string path)
    {
        if (Entry(path) is not SimulatedFile { IsLocked: true }) Delete(path);
    }

    public void Delete(string path)
    {
        Before(FileCall.Delete, path);
        var name = Path.GetFileName(path);
        if (Folder(Path.GetDirectoryName(path)!) is { } folder && folder.Entries.ContainsKey(name)) folder.Change(entries => entries.Remove(name));
    }

    public void DeleteEmptyFolder(string path)
    {
        Before(FileCall.DeleteEmptyFolder, path);
        var name = Path.GetFileName(path);
        if (Folder(path) is not { Entries.Count: 0 }) return;
        Folder(Path.GetDirectoryName(path)!)!.Change(entries => entries.Remove(name));
    }

    public IReadOnlyList<string> FilesIn(string folder) => Names<SimulatedFile>(folder);

    public IReadOnlyList<string> FoldersIn(string folder) => Names<SimulatedFolder>(folder);

    public void FlushFolder(string path)
    {
        Before(FileCall.FlushFolder, path);
        if (Ignored == FileCall.FlushFolder) return;
        (Folder(path) ?? throw new DirectoryNotFoundException(path)).Flush();
    }

    public IDisposable? TryLock(string path)
    {
        Before(FileCall.Lock, path);
        return _locks.Add(path) ? new Held(() => _locks.Remove(path)) : null;
    }

    private object? Entry(string path) => Folder(Path.GetDirectoryName(path)!)?.Entries.GetValueOrDefault(Path.GetFileName(path));

    private string[] Names<T>(string folder)
    {
        Before(FileCall.List, folder);
        return Folder(folder) is { } there ? [.. there.Entries.Where(entry => entry.Value is T).Select(entry => entry.Key)] : [];
    }

    private SimulatedFolder Make(string path)
    {
        var folder = _root;
        foreach (var name in Parts(path))
        {
            if (!folder.Entries.ContainsKey(name))
            {
                var made = new SimulatedFolder();
                folder.Change(entries => entries[name] = made);
            }

            folder = (SimulatedFolder)folder.Entries[name];
        }

        return folder;
    }

    private SimulatedFolder? Folder(string path) =>
        Parts(path).Aggregate(_root, (SimulatedFolder? folder, string name) => folder?.Entries.GetValueOrDefault(name) as SimulatedFolder);

    private static string[] Parts(string path) => path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> All(string path, SimulatedFolder folder) => folder.Entries.SelectMany(entry =>
        entry.Value is SimulatedFolder below ? All($"{path}/{entry.Key}", below) : [$"{path}/{entry.Key}"]);

    private sealed class Writer(SimulatedFileSystem files, string path, SimulatedFile file) : IFileWriter
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            try
            {
                files.Before(FileCall.Write, path);
            }
            catch
            {
                file.Bytes.AddRange(bytes[..(bytes.Length / 2)].ToArray());
                throw;
            }

            file.Bytes.AddRange(bytes.ToArray());
        }

        public void Flush()
        {
            files.Before(FileCall.Flush, path);
            if (files.Ignored == FileCall.Flush) return;
            file.Durable = file.Bytes.Count;
        }

        public void Dispose() => file.IsLocked = false;
    }

    private sealed class Reader(SimulatedFileSystem files, string path, SimulatedFile file) : IFileReader
    {
        public long Length => file.Bytes.Count;

        public int Read(long offset, Span<byte> bytes)
        {
            files.Before(FileCall.Read, path);
            var read = (int)Math.Min(bytes.Length, file.Bytes.Count - offset);
            CollectionsMarshal.AsSpan(file.Bytes).Slice((int)offset, read).CopyTo(bytes);
            return read;
        }

        public void Dispose()
        {
        }
    }

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}

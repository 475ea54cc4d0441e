using FlowActors.Files;
using FlowActors.Sinks.Parts;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>
/// The machine's file system, for snapshots and for what the sinks write, with the points at which the process may be killed between and
/// within its calls.
/// </summary>
internal sealed class KillingFileSystem(IFileSystem files, KillSwitch kill, Plant plant) : IFileSystem
{
    private const string Metadata = "_metadata";
    // Of all state in snapshots: canonical files, operator state, and each file of a database.
    private const string State = ".state";

    // The folder of the last metadata that got its name and is not flushed yet.
    private string? _named;

    // Whether results were shown since the last metadata, by the fault that shows them too early.
    private volatile bool _hasShown;

    public void CreateFolder(string path) => files.CreateFolder(path);

    public bool FolderExists(string path) => files.FolderExists(path);

    public IFileWriter Create(string path, bool locked = false)
    {
        var writer = files.Create(path, locked);
        if (path.EndsWith(State, StringComparison.Ordinal)) return new Writer(writer, kill);
        return plant == Plant.Commit && PartName.Read(Path.GetFileName(path)) is { } part ? new ShowingWriter(this, writer, path, part.Shown) : writer;
    }

    public IFileReader Open(string path)
    {
        if (path.EndsWith(State, StringComparison.Ordinal)) kill.At(KillPoint.DuringRestore);
        return files.Open(path);
    }

    public void Rename(string from, string to)
    {
        var isMetadata = Path.GetFileName(to) == Metadata;
        // A checkpoint before which nothing flowed has shown nothing too early: who is killed there shows nothing twice, on a busy machine in all rounds.
        if (isMetadata && (plant != Plant.Commit || _hasShown)) kill.At(KillPoint.BeforeMetadata);
        if (isMetadata) _hasShown = false;
        files.Rename(from, to);
        if (!isMetadata) return;
        kill.At(KillPoint.AfterMetadata);
        _named = Path.GetDirectoryName(to);
    }

    public FileStatus? Find(string path) => files.Find(path);

    // Only sinks do this, when they commit. Counted twice: the process may be killed before and after each.
    public void Replace(string from, string to)
    {
        kill.At(KillPoint.MidCommit);
        files.Replace(from, to);
        kill.At(KillPoint.MidCommit);
    }

    // Only restores do this, of files that they have opened. Whoever is killed behind it leaves a database that is not whole.
    public bool TryLink(string from, string to)
    {
        var links = files.TryLink(from, to);
        if (links) kill.At(KillPoint.DuringRestore);
        return links;
    }

    public void DeleteUnlessLocked(string path) => files.DeleteUnlessLocked(path);

    public void Delete(string path)
    {
        if (Path.GetFileName(path) == Metadata) kill.At(KillPoint.AfterEvent);
        files.Delete(path);
    }

    public void DeleteEmptyFolder(string path) => files.DeleteEmptyFolder(path);

    public IReadOnlyList<string> FilesIn(string folder)
    {
        var names = files.FilesIn(folder);
        // A sink that was restored looks for what its earlier attempts have left.
        if (names.Any(name => PartName.Read(name) is not null)) kill.At(KillPoint.DuringRestore);
        return names;
    }

    public IReadOnlyList<string> FoldersIn(string folder) => files.FoldersIn(folder);

    public void FlushFolder(string path)
    {
        files.FlushFolder(path);
        if (path != _named) return;
        _named = null;
        if (kill.Comes(KillPoint.BeforeEvent)) kill.KillLater();
    }

    public IDisposable? TryLock(string path) => files.TryLock(path);

    private sealed class Writer(IFileWriter writer, KillSwitch kill) : IFileWriter
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            if (kill.Comes(KillPoint.FrozenWriting))
            {
                writer.Write(bytes[..(bytes.Length / 2)]);
                kill.Kill();
            }

            writer.Write(bytes);
        }

        public void Flush() => writer.Flush();

        public void Dispose() => writer.Dispose();
    }

    /// <summary>Shows a part of an output as soon as its writer has ended it, as if nobody waited for the checkpoint.</summary>
    private sealed class ShowingWriter(KillingFileSystem files, IFileWriter writer, string path, string shown) : IFileWriter
    {
        public void Write(ReadOnlySpan<byte> bytes) => writer.Write(bytes);

        public void Flush() => writer.Flush();

        public void Dispose()
        {
            writer.Dispose();
            if (!File.Exists(path)) return;
            File.Move(path, Path.Join(Path.GetDirectoryName(path), shown), overwrite: true);
            files._hasShown = true;
        }
    }
}

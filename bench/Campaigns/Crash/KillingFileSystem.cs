using FlowActors.Files;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>The machine's file system, with the points at which the process may be killed between and within its calls.</summary>
internal sealed class KillingFileSystem(IFileSystem files, KillSwitch kill) : IFileSystem
{
    private const string Metadata = "_metadata";
    private const string State = ".state";

    // The folder of the last metadata that got its name and is not flushed yet.
    private string? _named;

    public void CreateFolder(string path) => files.CreateFolder(path);

    public bool FolderExists(string path) => files.FolderExists(path);

    public IFileWriter Create(string path, bool locked = false)
    {
        var writer = files.Create(path, locked);
        return path.EndsWith(State, StringComparison.Ordinal) ? new Writer(writer, kill) : writer;
    }

    public IFileReader Open(string path)
    {
        if (path.EndsWith(State, StringComparison.Ordinal)) kill.At(KillPoint.DuringRestore);
        return files.Open(path);
    }

    public void Rename(string from, string to)
    {
        var isMetadata = Path.GetFileName(to) == Metadata;
        if (isMetadata) kill.At(KillPoint.BeforeMetadata);
        files.Rename(from, to);
        if (!isMetadata) return;
        kill.At(KillPoint.AfterMetadata);
        _named = Path.GetDirectoryName(to);
    }

    public FileStatus? Find(string path) => files.Find(path);

    public void Replace(string from, string to) => files.Replace(from, to);

    public void DeleteUnlessLocked(string path) => files.DeleteUnlessLocked(path);

    public void Delete(string path)
    {
        if (Path.GetFileName(path) == Metadata) kill.At(KillPoint.AfterEvent);
        files.Delete(path);
    }

    public void DeleteEmptyFolder(string path) => files.DeleteEmptyFolder(path);

    public IReadOnlyList<string> FilesIn(string folder) => files.FilesIn(folder);

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
}

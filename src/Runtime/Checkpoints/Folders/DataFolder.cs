using System.Globalization;
using System.Text;
using FlowActors.Files;

namespace FlowActors.Runtime.Checkpoints.Folders;

/// <summary>
/// The folder in which a host keeps what must survive it: for one process at a time, which holds a lock that ends with the process
/// however it ends, and for versions of FlowActors that know its layout.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>The version of the layout that this build writes and reads.</summary>
    public const int Version = 1;

    private const string LockName = "flowactors.lock";
    private const string VersionName = "flowactors.version";
    private const int VersionBytesMax = 16;
    private readonly IDisposable _lock;

    private DataFolder(string path, IDisposable held) => (Path, _lock) = (path, held);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Where checkpoints of all jobs are.</summary>
    public string Checkpoints => CheckpointsOf(Path);

    /// <summary>Where checkpoints of all jobs are, in a data folder that need not be there.</summary>
    public static string CheckpointsOf(string dataFolder) => System.IO.Path.Join(System.IO.Path.GetFullPath(dataFolder), "checkpoints");

    /// <summary>Makes the folder if it is not there, and keeps other processes out until it is disposed.</summary>
    /// <exception cref="JobValidationException">
    /// It cannot be made or written to, another process uses it, or it is of a newer version; what and where, and what to do. Nothing was lost.
    /// </exception>
    public static DataFolder Open(IFileSystem files, string path)
    {
        IDisposable? held = null;
        try
        {
            var folder = System.IO.Path.GetFullPath(path);
            files.CreateFolder(folder);
            held = files.TryLock(System.IO.Path.Join(folder, LockName)) ?? throw new JobValidationException(
                $"The data folder '{folder}' is in use by another process, or by another host in this one. Stop it, or name another folder.");
            CheckVersion(files, folder);
            var open = new DataFolder(folder, held);
            held = null;
            return open;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new JobValidationException(
                $"The data folder '{path}' cannot be used: {e.Message} Name a folder on a disk that has room, and that this process may write to.", e);
        }
        finally
        {
            held?.Dispose();
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void CheckVersion(IFileSystem files, string folder)
    {
        var path = System.IO.Path.Join(folder, VersionName);
        if (!files.FilesIn(folder).Contains(VersionName))
        {
            WriteVersion(files, folder, path);
            return;
        }

        var text = ReadText(files, path);
        if (!int.TryParse(text.AsSpan().TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1)
        {
            throw new JobValidationException(
                $"The file '{path}' holds no version of a data folder. Name a folder of FlowActors, or put the number {Version} back into the file if it was damaged.");
        }

        if (version > Version)
        {
            throw new JobValidationException(
                $"The data folder '{folder}' has version {version} of its layout; this version of FlowActors knows those up to {Version}. " +
                "Start the version of FlowActors that wrote it, or a later one, or name another folder; nothing was changed.");
        }
    }

    // Under another name first: a file that is there holds a whole number, whenever the process ends. The lock makes the name ours.
    private static void WriteVersion(IFileSystem files, string folder, string path)
    {
        var temporary = path + ".tmp";
        files.Delete(temporary);
        using (var file = files.Create(temporary))
        {
            file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}\n")));
            file.Flush();
        }

        files.Rename(temporary, path);
        files.FlushFolder(folder);
    }

    private static string ReadText(IFileSystem files, string path)
    {
        using var file = files.Open(path);
        Span<byte> bytes = stackalloc byte[VersionBytesMax];
        return Encoding.ASCII.GetString(bytes[..file.Read(0, bytes)]);
    }
}

using FlowActors.Files;
using Microsoft.Win32.SafeHandles;

namespace FlowActors.Sinks.Files;

/// <summary>
/// A new file under a hidden name beside its target, which it takes the place of as a whole or not at all. Until then its lock is held, so that what a process left behind when it was killed can be told from what another one writes.
/// </summary>
internal sealed class PendingOutput : IDisposable
{
    private const int TriesMax = 3;
    private readonly SafeFileHandle _lock;

    private PendingOutput(string path, SafeFileHandle file, SafeFileHandle @lock)
    {
        Path = path;
        File = file;
        _lock = @lock;
    }

    /// <summary>The hidden path.</summary>
    public string Path { get; }

    /// <summary>Takes the bytes.</summary>
    public SafeFileHandle File { get; }

    /// <summary>Begins a file in that folder, which must be there.</summary>
    /// <param name="folder">The folder, on the file system of the target.</param>
    /// <param name="target">The name of the file or folder that is to appear.</param>
    /// <param name="writer">Which of its writers.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static PendingOutput Create(string folder, string target, int writer = 0)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return Create(System.IO.Path.Combine(folder, PendingName.New(target, writer)));
            }
            catch (IOException) when (tries < TriesMax)
            {
                // A run that looks for leftovers may have seen it in the moment before it was locked, and removed it.
            }
        }
    }

    /// <summary>
    /// Removes what earlier runs of this machine left behind beside a target because their process was killed. Nothing of
    /// them is needed: an attempt never goes on with the files of another one.
    /// </summary>
    /// <param name="folder">The folder; it need not be there.</param>
    /// <param name="target">The name of the file or folder that is to appear.</param>
    /// <param name="writer">Which of its writers; each takes its share.</param>
    /// <param name="writers">How many there are.</param>
    public static void RemoveLeftovers(string folder, string target, int writer = 0, int writers = 1)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder))
            {
                if (PendingName.WriterOf(System.IO.Path.GetFileName(path), target) % writers == writer) FileLock.RemoveIfAbandoned(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be listed cannot be cleared away; whether the folder can be written is for others to say.
        }
    }

    private static PendingOutput Create(string path)
    {
        var file = System.IO.File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return new PendingOutput(path, file, FileLock.Take(path));
        }
        catch
        {
            file.Dispose();
            System.IO.File.Delete(path);
            throw;
        }
    }

    /// <summary>Nothing more is written: whoever has the path may rename the file, in place of another.</summary>
    public void Complete() => File.Dispose();

    /// <summary>Gives the file its name, in place of one that had it.</summary>
    public void Commit(string path)
    {
        Complete();
        System.IO.File.Move(Path, path, overwrite: true);
    }

    /// <summary>Removes the file unless it was renamed. Until then its lock is held: without it, it would pass for a leftover.</summary>
    public void Dispose()
    {
        File.Dispose();
        try
        {
            System.IO.File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or no longer writable: the next run that can will remove the file.
        }

        _lock.Dispose();
    }
}

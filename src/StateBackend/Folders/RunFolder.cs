using System.Globalization;
using System.Security.Cryptography;
using FlowActors.Files;

namespace FlowActors.State.Folders;

/// <summary>
/// The folder of one run of a process in one root: <c>flowactors-&lt;process id&gt;-&lt;random&gt;</c>, with a lock that the system takes back
/// however the process ends, and the version of its layout. Thread-safe.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    public const string Prefix = "flowactors-";
    public const string LockName = "lock";
    public const string VersionName = "version";

    /// <summary>The version of the layout that this build writes and removes.</summary>
    public const int Version = 1;

    private const int Tries = 100;
    private readonly IDisposable _lock;
    private int _open;
    private int _made;

    private RunFolder(StateRoot root, string path, IDisposable held) => (Place, Path, _lock) = (root, path, held);

    /// <summary>The folder in which it lies.</summary>
    public StateRoot Place { get; }

    /// <summary>The folder of the configuration in which it lies.</summary>
    public string Root => Place.Path;

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Whether files in it can be given a second name.</summary>
    public bool CanLink { get; private set; }

    /// <summary>How many folders of it are in use.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Makes one, in a root that is there.</summary>
    /// <param name="root">The root.</param>
    /// <param name="disk">Its disk.</param>
    /// <param name="unlinked">Told why the file system gives no second names, if it does not.</param>
    /// <exception cref="IOException">It cannot be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static RunFolder Make(StateRoot root, ILocalDisk disk, Action<string> unlinked)
    {
        for (var i = 0; i < Tries; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
            var path = System.IO.Path.Join(root.Path, name);
            if (Directory.Exists(path)) continue;
            PrivateFolder.Make(path);
            if (TryLock(path) is not { } held) continue;
            try
            {
                File.WriteAllText(System.IO.Path.Join(path, VersionName), string.Create(CultureInfo.InvariantCulture, $"{Version}\n"));
                var run = new RunFolder(root, path, held);
                run.TryLinks(disk, unlinked);
                return run;
            }
            catch
            {
                held.Dispose();
                PrivateFolder.Remove(path);
                throw;
            }
        }

        throw new IOException($"no folder could be made there in {Tries} tries, as others removed each");
    }

    /// <summary>A new empty folder in it.</summary>
    /// <param name="name">A part of its name.</param>
    /// <param name="isCounted">Whether it is in use by what will grow.</param>
    /// <exception cref="LocalFoldersException">The folder of this run is not there any more.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public LocalFolder Allocate(string name, bool isCounted = true)
    {
        // Not made again: what stands there now may be another disk, or the empty place of one that is gone.
        if (!Directory.Exists(Path)) throw LocalFoldersException.Vanished(Place, Path);
        var path = System.IO.Path.Join(Path, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _made)}-{name}"));
        PrivateFolder.Make(path);
        if (isCounted) Interlocked.Increment(ref _open);
        return new LocalFolder(this, path, isCounted);
    }

    /// <summary>A folder is in use no longer.</summary>
    public void Return() => Interlocked.Decrement(ref _open);

    /// <summary>Removes it with all that is in it; what cannot be removed is left for the next start of a process.</summary>
    public void Dispose()
    {
        Clear(Path);
        _lock.Dispose();
        PrivateFolder.Remove(Path);
    }

    /// <summary>Removes what stands in a run's folder, its lock last: until then the folder can be told from others.</summary>
    /// <returns>Why something could not be removed; null when all is gone.</returns>
    public static string? Clear(string path)
    {
        try
        {
            // Whoever has one may be just removing it.
            foreach (var folder in Directory.GetDirectories(path))
            {
                if (PrivateFolder.Remove(folder) is { } reason) return reason;
            }

            foreach (var file in Directory.GetFiles(path).Where(file => System.IO.Path.GetFileName(file) != LockName)) File.Delete(file);
            // Windows removes no file that is open; there the lock goes with the folder, when it was given back.
            if (!OperatingSystem.IsWindows()) File.Delete(System.IO.Path.Join(path, LockName));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    // Another process that starts takes a folder without a lock for a dead one's and removes it, so:
    // 1. it may have the lock first: then null, and the next name is tried;
    // 2. it may remove the file between our opening and locking it: then the lock is one of a file without a name, and tells nobody anything.
    private static IDisposable? TryLock(string path)
    {
        var file = System.IO.Path.Join(path, LockName);
        try
        {
            var held = new LocalFileSystem().TryLock(file);
            if (held is null || File.Exists(file)) return held;
            held.Dispose();
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void TryLinks(ILocalDisk disk, Action<string> unlinked)
    {
        var link = System.IO.Path.Join(Path, "link");
        try
        {
            disk.Link(System.IO.Path.Join(Path, VersionName), link);
            CanLink = true;
        }
        catch (IOException e)
        {
            unlinked(e.Message);
        }

        File.Delete(link);
    }
}

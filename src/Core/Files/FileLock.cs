using Microsoft.Win32.SafeHandles;

namespace FlowActors.Files;

/// <summary>
/// Tells whether whoever writes a pending file lives: it holds a lock on it, which the system takes back however its process
/// ends. Unlike a process id, a lock cannot be mistaken for another's.
/// </summary>
internal static class FileLock
{
    // Shared, so that a reader may look at the file under its final name before the lock is given back. .NET takes shared
    // locks everywhere, network drives included, for handles that only read.
    private const FileShare WithReaders = FileShare.ReadWrite | FileShare.Delete;

    // Deleting a file that is open needs this on Windows, where what a handle does not share is refused to all others.
    private static readonly FileShare Alone = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    /// <summary>The lock of a file that was just made.</summary>
    /// <exception cref="IOException">Another run has taken the file for a leftover in between and removes it.</exception>
    public static SafeFileHandle Take(string path)
    {
        var held = File.OpenHandle(path, FileMode.Open, FileAccess.Read, WithReaders);
        if (File.Exists(path)) return held;
        held.Dispose();
        throw new FileNotFoundException($"'{path}' was removed by another run.", path);
    }

    /// <summary>Removes the file, unless somebody holds its lock or the file system has no locks to tell.</summary>
    public static void RemoveIfAbandoned(string path)
    {
        try
        {
            using var held = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, Alone);
            if (IsLocked(path)) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its writer lives, another run was faster to remove it, or it is not ours to remove.
        }
    }

    private static bool IsLocked(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.Read, WithReaders).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}

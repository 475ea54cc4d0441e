using System.Runtime.InteropServices;

namespace FlowActors.Files;

/// <summary>
/// fsync of a folder. .NET opens no handle of one. Windows has no such call and needs none: NTFS writes changes of names to its own
/// journal, in order.
/// </summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;

    // Some network file systems have no fsync for folders; they keep names durable by themselves.
    private const int NotSupported = 22;

    /// <exception cref="IOException">It failed, or there is no such folder.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(folder, ReadOnly);
        if (handle < 0) throw Failed(folder);
        try
        {
            while (Sync(handle) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error == NotSupported) return;
                if (error != Interrupted) throw Failed(folder);
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failed(string folder) =>
        new($"The folder '{folder}' cannot be brought to the disk: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);
}

using System.Runtime.InteropServices;
using System.Text;

namespace FlowActors.Files;

/// <summary>Gives a file a second name. .NET has no call for it.</summary>
internal static partial class HardLink
{
    /// <summary>Makes the second name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="link">Its second name, in a folder of the same file system; nothing may stand there.</param>
    /// <exception cref="IOException">It failed: the file system has no hard links, or the two are on different ones, among others.</exception>
    public static void Create(string path, string link)
    {
        if (!TryCreate(path, link)) throw new IOException($"'{path}' cannot be linked as '{link}': {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>As <see cref="Create"/>, where it is no failure that it cannot be: who reads or copies the file instead finds out why.</summary>
    public static bool TryCreate(string path, string link) =>
        OperatingSystem.IsWindows() ? CreateOnWindows(link, path, IntPtr.Zero) : CreateOnUnix(Bytes(path), Bytes(link)) == 0;

    private static byte[] Bytes(string path) => [.. Encoding.UTF8.GetBytes(FlowActors.Paths.FullPath.Of(path)), 0];

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CreateOnUnix(byte[] path, byte[] link);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateOnWindows(string link, string path, IntPtr attributes);
}

using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace FlowActors.Tests.Harness;

/// <summary>Makes what .NET itself has no call for.</summary>
internal static partial class UnixFiles
{
    private const uint OwnerReadsAndWrites = 0x180;

    /// <summary>A named pipe.</summary>
    public static string MakePipe(string path)
    {
        Check(MkFifo(Bytes(path), OwnerReadsAndWrites));
        return path;
    }

    /// <summary>A second name for a file.</summary>
    public static string MakeHardLink(string path, string of)
    {
        Check(Link(Bytes(of), Bytes(path)));
        return path;
    }

    /// <summary>Gives a file or folder a name in its folder that need not be UTF-8, until it is disposed: .NET could not remove it.</summary>
    public static IDisposable Rename(string path, byte[] name)
    {
        byte[] renamed = [.. Encoding.UTF8.GetBytes(Path.GetDirectoryName(path) + "/"), .. name, 0];
        Check(RenameFile(Bytes(path), renamed));
        return new Renamed(() => Check(RenameFile(renamed, Bytes(path))));
    }

    /// <summary>A socket, as long as it is not disposed.</summary>
    public static Socket MakeSocket(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static byte[] Bytes(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    private static void Check(int result)
    {
        if (result != 0) throw new IOException(Marshal.GetLastPInvokeErrorMessage());
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MkFifo(byte[] path, uint mode);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(byte[] path, byte[] newPath);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RenameFile(byte[] path, byte[] newPath);

    private sealed class Renamed(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlowActors.Paths;

/// <summary>Asks the system directly: .NET tells neither what is a pipe, a socket or a device nor which names are one file.</summary>
internal static partial class LinuxStatus
{
    private const int RelativeToCurrentFolder = -100;
    private const int FollowLinks = 0;
    private const int OpenFileItself = 0x1000;
    private const uint StatsWithBirth = 0xfff;
    private const int NoSuchEntry = 2;
    private const int PermissionDenied = 13;
    private const int NotAFolder = 20;
    private const int PageBytes = 4096;

    public static PathStatus Of(string fullPath)
    {
        if (StatX(RelativeToCurrentFolder, fullPath, FollowLinks, StatsWithBirth, out var stat) == 0) return StatusOf(stat, fullPath);
        var error = Marshal.GetLastPInvokeError();
        if (error is NoSuchEntry or NotAFolder) return default;
        throw Failure(error, fullPath);
    }

    public static PathStatus Of(SafeFileHandle file, string fullPath) => StatX(file, "", OpenFileItself, StatsWithBirth, out var stat) == 0
        ? StatusOf(stat, fullPath)
        : throw Failure(Marshal.GetLastPInvokeError(), fullPath);

    private static PathStatus StatusOf(in Stat stat, string fullPath)
    {
        var length = (long)stat.Size;
        var isSized = length > PageBytes || (length > 0 && stat.Blocks > 0);
        return new PathStatus(KindOf(stat.Mode), IdentityOf(stat, fullPath), length, isSized, Ticks(stat.WrittenSeconds, stat.WrittenNanoseconds));
    }

    private static long Ticks(long seconds, uint nanoseconds) => (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick);

    private static Exception Failure(int error, string fullPath)
    {
        var message = $"'{fullPath}': {Marshal.GetPInvokeErrorMessage(error)}.";
        return error == PermissionDenied ? new UnauthorizedAccessException(message) : new IOException(message);
    }

    private static PathIdentity IdentityOf(in Stat stat, string fullPath) => stat.Number == 0
        ? new PathIdentity(HostNumber.Value, 0, RealPath.Of(fullPath))
        : new PathIdentity(HostNumber.Value ^ (((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor), stat.Number, null, Ticks(stat.BornSeconds, stat.BornNanoseconds));

    private static PathKind KindOf(ushort mode) => (mode & 0xf000) switch
    {
        0x8000 => PathKind.File,
        0x4000 => PathKind.Folder,
        0x1000 => PathKind.Pipe,
        0xc000 => PathKind.Socket,
        0x6000 => PathKind.BlockDevice,
        _ => PathKind.Device,
    };

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out Stat stat);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, out Stat stat);

    // struct statx of statx(2): the same on all processors.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct Stat
    {
        [FieldOffset(28)]
        public readonly ushort Mode;

        [FieldOffset(32)]
        public readonly ulong Number;

        [FieldOffset(40)]
        public readonly ulong Size;

        [FieldOffset(48)]
        public readonly ulong Blocks;

        // 0 where the file system does not keep it.
        [FieldOffset(80)]
        public readonly long BornSeconds;

        [FieldOffset(88)]
        public readonly uint BornNanoseconds;

        [FieldOffset(112)]
        public readonly long WrittenSeconds;

        [FieldOffset(120)]
        public readonly uint WrittenNanoseconds;

        [FieldOffset(136)]
        public readonly uint DeviceMajor;

        [FieldOffset(140)]
        public readonly uint DeviceMinor;
    }
}

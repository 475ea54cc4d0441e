using Microsoft.Win32.SafeHandles;

namespace FlowActors.Paths;

/// <summary>
/// As much as .NET itself tells, where the system cannot be asked: pipes and devices pass for empty files, hard links for
/// files of their own.
/// </summary>
internal static class PortableStatus
{
    public static PathStatus Of(string fullPath)
    {
        // A link is said to exist also if it leads nowhere.
        var real = RealPath.Of(fullPath);
        var identity = new PathIdentity(HostNumber.Value, 0, real);
        if (Directory.Exists(real)) return new PathStatus(PathKind.Folder, identity, 0, IsSized: false);
        if (!File.Exists(real)) return default;
        var file = new FileInfo(real);
        return StatusOf(identity, file.Length, file.LastWriteTimeUtc);
    }

    public static PathStatus Of(SafeFileHandle file, string fullPath) =>
        StatusOf(new PathIdentity(HostNumber.Value, 0, RealPath.Of(fullPath)), RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));

    private static PathStatus StatusOf(PathIdentity identity, long length, DateTime written) =>
        new(PathKind.File, identity, length, length > 0, (written - DateTime.UnixEpoch).Ticks);
}

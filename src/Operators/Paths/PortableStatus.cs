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
        var identity = new PathIdentity(0, 0, real);
        if (Directory.Exists(real)) return new PathStatus(PathKind.Folder, identity, 0, IsSized: false);
        if (!File.Exists(real)) return default;
        var length = new FileInfo(real).Length;
        return new PathStatus(PathKind.File, identity, length, length > 0);
    }
}

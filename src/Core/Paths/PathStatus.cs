using Microsoft.Win32.SafeHandles;

namespace FlowActors.Paths;

/// <summary>What a path leads to when all links are followed. Nothing is opened to find out: opening a pipe would wait.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Identity">Which one it is.</param>
/// <param name="Length">How many bytes a file has.</param>
/// <param name="IsSized">
/// False where the length says nothing about a file: those of the system are made as they are read, and have a length of
/// 0 or of one page that they do not fill.
/// </param>
/// <param name="Written">When it was written to last, in ticks of 100 ns since 1970 (UTC): no more than .NET itself keeps when it copies a file.</param>
internal readonly record struct PathStatus(PathKind Kind, PathIdentity Identity, long Length, bool IsSized, long Written = 0)
{
    /// <summary>Looks at what is there now.</summary>
    /// <exception cref="IOException">There is no telling: the links lead in a circle, or a name is too long.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder above may not be looked into.</exception>
    public static PathStatus Of(string path)
    {
        var full = FullPath.Of(path);
        return OperatingSystem.IsLinux() ? LinuxStatus.Of(full) : PortableStatus.Of(full);
    }

    /// <summary>Looks at a file that is open, whatever stands under its path by now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">The path by which it was opened.</param>
    /// <exception cref="IOException">There is no telling.</exception>
    public static PathStatus Of(SafeFileHandle file, string path)
    {
        var full = FullPath.Of(path);
        return OperatingSystem.IsLinux() ? LinuxStatus.Of(file, full) : PortableStatus.Of(file, full);
    }
}

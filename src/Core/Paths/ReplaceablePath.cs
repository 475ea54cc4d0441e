namespace FlowActors.Paths;

/// <summary>Whether a file that was written beside a path can take its name.</summary>
internal static class ReplaceablePath
{
    /// <summary>The words for what is there that no file can take the place of, such as "a device"; null when a file can.</summary>
    /// <exception cref="IOException">There is no telling.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no telling.</exception>
    public static string? Obstacle(string path)
    {
        // A device may be a link to what has no name in any folder, or to a file, as standard output is.
        if (IsDevice(FullPath.Of(path)) || IsDevice(RealPath.Of(path))) return PathKind.Device.Name();
        var kind = PathStatus.Of(path).Kind;
        return kind is PathKind.Nothing or PathKind.File or PathKind.Folder ? null : kind.Name();
    }

    private static bool IsDevice(string fullPath) =>
        !OperatingSystem.IsWindows()
        && fullPath.StartsWith("/dev/", StringComparison.Ordinal)
        && !fullPath.StartsWith("/dev/shm/", StringComparison.Ordinal);
}

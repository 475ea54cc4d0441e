namespace FlowActors.Paths;

/// <summary>
/// A path with the current folder before it where it needs one, without <c>.</c> and <c>..</c>: the form in which .NET opens it.
/// </summary>
internal static class FullPath
{
    /// <summary>The full form; it is not looked up.</summary>
    /// <exception cref="IOException">It cannot be a path.</exception>
    public static string Of(string path)
    {
        // The system would take what stands before the NUL for the path.
        if (path.Contains('\0', StringComparison.Ordinal)) throw new IOException("A path cannot hold a NUL character.");
        if (path.Length == 0) throw new IOException("A path cannot be empty.");
        return Path.GetFullPath(path);
    }
}

namespace FlowActors.Paths;

/// <summary>The path behind all links, to files and to folders above them. What does not exist yet keeps its name.</summary>
internal static class RealPath
{
    private const int LinksMax = 40;

    /// <summary>Resolves a path link by link.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var full = FullPath.Of(path);
        var real = Path.GetPathRoot(full)!;
        var names = new Stack<string>();
        Push(names, full[real.Length..]);
        for (var links = 0; names.TryPop(out var name);)
        {
            var next = name == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > LinksMax) throw new IOException($"The links of '{path}' lead in a circle.");
            if (Path.GetPathRoot(target) is { Length: > 0 } root) (real, target) = (root, target[root.Length..]);
            Push(names, target);
        }

        return real;
    }

    private static void Push(Stack<string> names, string path)
    {
        var parts = path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        for (var i = parts.Length - 1; i >= 0; i--)
            if (parts[i] is not ("" or ".")) names.Push(parts[i]);
    }
}

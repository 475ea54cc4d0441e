using System.Runtime.CompilerServices;

namespace FlowActors.Tests;

/// <summary>The files of this repository, for tests that hold pages and code together. Paths are from its root, with slashes.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>All pages; what benchmarks have printed is none.</summary>
    public static IReadOnlyList<string> Pages { get; } =
        [.. Files("", "*.md").Where(page => !page.StartsWith("bench/results/", StringComparison.Ordinal))];

    /// <summary>The files below a folder, without what was built.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a file, its lines ended by line feeds.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>Where a file is.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}

using System.Runtime.InteropServices;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>
/// The files that may be RocksDB's native library, the likeliest first. All are rooted: the current directory is no place to take
/// code from. The flavour with jemalloc is never among them; who wants it names it by <see cref="ChosenBy"/>.
/// </summary>
internal static class LibraryCandidates
{
    /// <summary>A property of the application (<c>runtimeconfig.json</c>, or <see cref="AppContext.SetData"/>): the path of the file to load, and no other.</summary>
    public const string ChosenBy = "FlowActors.RocksDb.Library";

    /// <summary>Those of this process.</summary>
    public static IReadOnlyList<string> OfThisProcess() => AppContext.GetData(ChosenBy) is string chosen
        ? [Path.GetFullPath(chosen, AppContext.BaseDirectory)]
        : Of(Folders(), System(), Architecture(), RuntimeInformation.RuntimeIdentifier.StartsWith("linux-musl", StringComparison.Ordinal));

    /// <param name="folders">Where an application's files may be, in the order of trying.</param>
    /// <param name="system">How a runtime identifier begins: <c>linux</c>, <c>osx</c>, <c>win</c>.</param>
    /// <param name="architecture">How it ends: <c>x64</c>, <c>arm64</c>.</param>
    /// <param name="musl">Whether the C library of this Linux is musl, for which there is a file of its own.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> folders, string system, string architecture, bool musl)
    {
        var file = system switch
        {
            "win" => "rocksdb.dll",
            "osx" => "librocksdb.dylib",
            _ => musl ? "librocksdb-musl.so" : "librocksdb.so",
        };

        // A publish for one system puts the file beside the application, a build puts those of all systems below it, in a folder that the host names as well.
        var below = Path.Combine("runtimes", $"{system}-{architecture}", "native");
        return
        [
            .. (from folder in folders
                where Path.IsPathRooted(folder)
                let full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))
                from place in full.EndsWith(below, StringComparison.Ordinal) ? (string[])[full] : [full, Path.Combine(full, below)]
                select Path.Combine(place, file)).Distinct(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> Folders()
    {
        // The last are those of the host, among them the package's own folder when a build did not copy it, or where a single file unpacks.
        var host = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? string.Empty;
        return
        ((string?[])
        [
            AppContext.BaseDirectory,
            Path.GetDirectoryName(typeof(LibraryCandidates).Assembly.Location),
            .. host.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        ]).OfType<string>();
    }

    private static string System() => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    private static string Architecture() => RuntimeInformation.ProcessArchitecture switch
    {
        global::System.Runtime.InteropServices.Architecture.X64 => "x64",
        global::System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString(),
    };
}

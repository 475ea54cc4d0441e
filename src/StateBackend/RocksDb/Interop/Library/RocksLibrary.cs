using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>The native library of RocksDB: loaded once for the process, by the first use, and never unloaded. Thread-safe.</summary>
internal static class RocksLibrary
{
    private const string Probe = "rocksdb_open_column_families";

    private static readonly Lock Loading = new();
    private static volatile string? _path;
    private static nint _library;

    /// <summary>The file that was loaded.</summary>
    /// <exception cref="RocksLibraryException">See <see cref="Load()"/>.</exception>
    public static string Path
    {
        get
        {
            Load();
            return _path!;
        }
    }

    /// <summary>Loads the library unless it is loaded. A call that failed may be repeated.</summary>
    /// <exception cref="RocksLibraryException">No file can be loaded, or what was loaded has not all functions; the process goes on without RocksDB.</exception>
    public static void Load()
    {
        if (_path is not null) return;
        lock (Loading)
        {
            if (_path is not null) return;
            (_library, var path) = Find(LibraryCandidates.OfThisProcess());
            try
            {
                RuntimeHelpers.RunClassConstructor(typeof(Native).TypeHandle);
            }
            catch (TypeInitializationException e)
            {
                throw new RocksLibraryException(
                    $"{path} is a library of RocksDB of another version: {e.InnerException?.Message} Take the files of the package RocksDB that FlowActors asks for.", e);
            }

            _path = path;
        }
    }

    /// <summary>Loads the first of some files that is a library of RocksDB.</summary>
    internal static (nint Library, string Path) Find(IReadOnlyList<string> candidates)
    {
        var failures = new List<string>();
        foreach (var path in candidates)
        {
            if (Try(path, out var library) is not { } failure) return (library, path);
            failures.Add($"- {path}: {failure}");
        }

        throw new RocksLibraryException(
            $"The native library of RocksDB cannot be loaded on {RuntimeInformation.RuntimeIdentifier}. Tried:\n{string.Join('\n', failures)}\n" +
            "Publish the application for this system, so that the package RocksDB puts its file there, or name the file by the application's " +
            $"property {LibraryCandidates.ChosenBy} (in runtimeconfig.json). On Linux it needs glibc 2.34 or musl.");
    }

    /// <summary>The address of a function, for <see cref="Native"/>.</summary>
    /// <exception cref="EntryPointNotFoundException">The library does not have it.</exception>
    internal static nint Export(string function) => NativeLibrary.GetExport(_library, function);

    private static string? Try(string path, out nint library)
    {
        library = 0;
        if (!File.Exists(path)) return "there is no such file.";
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message.ReplaceLineEndings(" ");
        }

        if (NativeLibrary.TryGetExport(library, Probe, out _)) return null;
        NativeLibrary.Free(library);
        return $"it is a library, but not RocksDB's: it has no function {Probe}.";
    }
}

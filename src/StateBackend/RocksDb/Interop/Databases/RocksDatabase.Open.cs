using System.Runtime.InteropServices;

namespace FlowActors.State.RocksDb.Interop;

internal sealed unsafe partial class RocksDatabase
{
    /// <summary>The file that names the manifest of a database.</summary>
    private const string Current = "CURRENT";

    /// <summary>Opens the database in a folder; creates the folder, if <see cref="DatabaseOptions.CreateIfMissing"/>, and families that are missing.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="options">What holds for the whole database.</param>
    /// <param name="families">All its families, <c>default</c> among them: an open fails that leaves one out.</param>
    /// <param name="readOnly">Whether others may have it open, and nothing is written; families may be left out, but none is created.</param>
    /// <exception cref="ArgumentException">The options or families are no possible ones.</exception>
    /// <exception cref="RocksLibraryException">The native library cannot be loaded.</exception>
    /// <exception cref="RocksException">The files are damaged or missing, the folder is in use, or RocksDB refuses them.</exception>
    public static RocksDatabase Open(string path, DatabaseOptions options, IReadOnlyList<FamilyOptions> families, bool readOnly = false)
    {
        Validate(families);
        path = System.IO.Path.GetFullPath(path);
        RocksLibrary.Load();
        if (readOnly || !options.CreateIfMissing) RequireDatabase(path);
        else Directory.CreateDirectory(path);
        var made = new List<RocksObject>();
        try
        {
            using var database = NativeOptions.Of(options);
            foreach (var family in families) made.Add(NativeOptions.Of(family));
            var handles = new nint[families.Count];
            var native = OpenNative(database, path, families, made, handles, readOnly);

            // The handles of caches and buffers must not be finalized before RocksDB has its own share in them.
            GC.KeepAlive(families);
            GC.KeepAlive(options);
            return new(path, native, [.. families.Select(family => family.Name)], handles);
        }
        finally
        {
            foreach (var family in made) family.Dispose();
        }
    }

    /// <summary>The names of the families of a database that nobody needs to have open.</summary>
    /// <exception cref="RocksException">There is no database, or its manifest is damaged.</exception>
    public static IReadOnlyList<string> FamiliesOf(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        RocksLibrary.Load();
        RequireDatabase(path);
        using var options = NativeOptions.Of(new DatabaseOptions());
        nuint count;
        byte* error = null;
        byte** list;
        fixed (byte* text = NativeOptions.Text(path)) list = Native.ListFamilies(options.Native, text, &count, &error);
        if (error is not null) throw RocksException.Of(error, "Listing the families", path);
        var names = new string[(int)count];
        for (var i = 0; i < names.Length; i++) names[i] = Marshal.PtrToStringUTF8((nint)list[i])!;
        Native.ListFamiliesFree(list, count);
        return names;
    }

    private static nint OpenNative(
        RocksObject options, string path, IReadOnlyList<FamilyOptions> families, List<RocksObject> familyOptions, nint[] handles, bool readOnly)
    {
        using var names = new NativeTexts(families.Select(family => family.Name));
        var optionPointers = stackalloc nint[families.Count];
        for (var i = 0; i < families.Count; i++) optionPointers[i] = familyOptions[i].Native;
        byte* error = null;
        nint native;
        fixed (byte* text = NativeOptions.Text(path))
        fixed (nint* handlePointers = handles)
        {
            native = readOnly
                ? Native.OpenReadOnly(options.Native, text, families.Count, names.Pointers, optionPointers, handlePointers, 0, &error)
                : Native.Open(options.Native, text, families.Count, names.Pointers, optionPointers, handlePointers, &error);
        }

        if (error is not null) throw RocksException.Of(error, "An open", path);
        return native;
    }

    // RocksDB would make the folder first, for its log of events, and look then.
    private static void RequireDatabase(string path)
    {
        if (!File.Exists(System.IO.Path.Combine(path, Current)))
            throw new RocksException($"There is no database in {path}: it has no file {Current}.", RocksFault.NotFound);
    }

    private static void Validate(IReadOnlyList<FamilyOptions> families)
    {
        foreach (var family in families) family.Validate();
        if (families.All(family => family.Name != FamilyOptions.Default))
            throw new ArgumentException($"Every database has a family '{FamilyOptions.Default}', which is not among those given.", nameof(families));
        if (families.GroupBy(family => family.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The family '{twice.Key}' is given {twice.Count()} times.", nameof(families));
    }
}

using System.Runtime.InteropServices;

namespace FlowActors.State.RocksDb.Interop;

// What a database says about itself, and options that change while it is open.
internal sealed unsafe partial class RocksDatabase
{
    private const string DisableAutoCompactions = "disable_auto_compactions";

    /// <summary>A property that is a number, such as <c>rocksdb.estimate-num-keys</c>.</summary>
    /// <param name="property">Its name.</param>
    /// <param name="family">The family's index; null: the first family's, or the whole database's where it is one of that.</param>
    /// <exception cref="ArgumentException">There is no such property, or it is no number.</exception>
    public long Number(string property, int? family = null)
    {
        ulong value;
        int missing;
        fixed (byte* name = NativeOptions.Text(property))
            missing = family is { } index ? Native.NumberOfFamily(Db, _families[index], name, &value) : Native.Number(Db, name, &value);
        if (missing != 0) throw new ArgumentException($"RocksDB has no number by the name '{property}'.", nameof(property));
        return (long)Math.Min(value, long.MaxValue);
    }

    /// <summary>Whether a flush or compaction has failed since it was opened.</summary>
    public bool HasBackgroundErrors => Number(BackgroundErrors) > 0;

    /// <summary>A property that is a text, such as <c>rocksdb.stats</c>; null: there is none by that name.</summary>
    /// <param name="property">Its name.</param>
    /// <param name="family">As <see cref="Number"/>.</param>
    public string? Text(string property, int? family = null)
    {
        byte* value;
        fixed (byte* name = NativeOptions.Text(property))
            value = family is { } index ? Native.TextOfFamily(Db, _families[index], name) : Native.Text(Db, name);
        if (value is null) return null;
        var text = Marshal.PtrToStringUTF8((nint)value);
        Native.Free(value);
        return text;
    }

    /// <summary>The files of all families that are in use now.</summary>
    public IReadOnlyList<RocksFile> LiveFiles()
    {
        var list = Native.LiveFiles(Db);
        var files = new RocksFile[Native.LiveFilesCount(list)];
        for (var i = 0; i < files.Length; i++)
        {
            files[i] = new(
                Marshal.PtrToStringUTF8((nint)Native.LiveFileName(list, i))!.TrimStart('/'),
                Marshal.PtrToStringUTF8((nint)Native.LiveFileFamily(list, i))!,
                Native.LiveFileLevel(list, i),
                (long)Native.LiveFileBytes(list, i));
        }

        Native.LiveFilesFree(list);
        return files;
    }

    /// <summary>Leaves the files of a family as they are, until <see cref="EnableAutoCompaction"/>; a compaction that runs goes on.</summary>
    public void DisableAutoCompaction(int family) => Set(family, DisableAutoCompactions, "true");

    /// <summary>Compacts the files of a family in the background, as it is after an open.</summary>
    public void EnableAutoCompaction(int family) => Set(family, DisableAutoCompactions, "false");

    private void Set(int family, string option, string value)
    {
        using var names = new NativeTexts([option]);
        using var values = new NativeTexts([value]);
        byte* error = null;
        Native.SetOptions(Db, _families[family], 1, names.Pointers, values.Pointers, &error);
        if (error is not null) throw RocksException.Of(error, $"Setting {option} of the family '{_names[family]}'", Path);
    }
}

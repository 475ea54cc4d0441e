namespace FlowActors.State.RocksDb.Interop;

/// <summary>Writes a file of sorted entries, for <see cref="RocksDatabase.Ingest"/>. One thread at a time.</summary>
internal sealed unsafe class SstWriter : IDisposable
{
    private readonly string _path;
    private readonly RocksObject _native;
    private bool _finished;

    /// <param name="path">The file; what it held is replaced.</param>
    /// <param name="family">The options of the family that will take it.</param>
    /// <exception cref="ArgumentException">The options are no possible ones.</exception>
    /// <exception cref="RocksLibraryException">The native library cannot be loaded.</exception>
    /// <exception cref="RocksException">The file cannot be created.</exception>
    public SstWriter(string path, FamilyOptions family)
    {
        family.Validate();
        _path = System.IO.Path.GetFullPath(path);
        RocksLibrary.Load();
        using var options = NativeOptions.Of(family);
        using var environment = new RocksObject(Native.EnvOptions(), RocksHandleKind.Options, Native.EnvOptionsFree);
        _native = new(Native.WriterOpen(environment.Native, options.Native), RocksHandleKind.Writer, Native.WriterFree);
        GC.KeepAlive(family);
        byte* error = null;
        fixed (byte* text = NativeOptions.Text(_path)) Native.WriterFile(_native.Native, text, &error);
        if (error is null) return;
        _native.Dispose();
        throw RocksException.Of(error, "Creating a file", _path);
    }

    /// <summary>The size of the file so far; blocks that are not full are not in it before <see cref="Finish"/>.</summary>
    public long FileBytes
    {
        get
        {
            ulong bytes;
            Native.WriterFileBytes(_native.Native, &bytes);
            return (long)bytes;
        }
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="key">Greater than that of the entry before.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="RocksException">The key is not greater, or the file cannot be written.</exception>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        byte* error = null;
        fixed (byte* keyBytes = key, bytes = value)
            Native.WriterPut(_native.Native, keyBytes, (nuint)key.Length, bytes, (nuint)value.Length, &error);
        if (error is not null) throw RocksException.Of(error, "Adding an entry", _path);
    }

    /// <summary>Adds that an entry is deleted.</summary>
    /// <param name="key">Greater than that of the entry before.</param>
    /// <exception cref="RocksException">The key is not greater, or the file cannot be written.</exception>
    public void Delete(ReadOnlySpan<byte> key)
    {
        byte* error = null;
        fixed (byte* keyBytes = key) Native.WriterDelete(_native.Native, keyBytes, (nuint)key.Length, &error);
        if (error is not null) throw RocksException.Of(error, "Adding a deletion", _path);
    }

    /// <summary>Adds that what the database has in [from, to) is deleted. Entries of this file stay.</summary>
    /// <exception cref="RocksException">The range ends before it begins, or the file cannot be written.</exception>
    public void DeleteRange(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        byte* error = null;
        fixed (byte* first = from, end = to)
            Native.WriterDeleteRange(_native.Native, first, (nuint)from.Length, end, (nuint)to.Length, &error);
        if (error is not null) throw RocksException.Of(error, "Adding a range to delete", _path);
    }

    /// <summary>Writes what is missing and hands the file to the disk.</summary>
    /// <exception cref="RocksException">Nothing was added, or the file cannot be written.</exception>
    public void Finish()
    {
        byte* error = null;
        Native.WriterFinish(_native.Native, &error);
        if (error is not null) throw RocksException.Of(error, "Finishing a file", _path);
        _finished = true;
    }

    /// <summary>Closes the file, and deletes it, if that can be done, when it was not finished. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_native.IsClosed) return;
        _native.Dispose();
        if (_finished) return;
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What has failed before says more.
        }
    }
}

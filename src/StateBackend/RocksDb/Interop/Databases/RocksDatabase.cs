namespace FlowActors.State.RocksDb.Interop;

/// <summary>
/// One open database, the owner of all that is opened from it. Writes leave no log: what was not flushed when the process dies, or
/// when it is disposed, is gone. Families are numbered in the order in which
/// they were given to <see cref="Open"/>.
/// <para>
/// Calls may come from any thread and at once, but none may run while it is disposed: the native object would go from under it.
/// All calls but <see cref="Dispose"/> throw <see cref="ObjectDisposedException"/> after that.
/// </para>
/// </summary>
internal sealed unsafe partial class RocksDatabase : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<RocksIterator> _iterators = [];
    private readonly HashSet<RocksSnapshot> _snapshots = [];
    private readonly string[] _names;
    private readonly nint[] _families;
    private readonly RocksObject _read;
    private readonly RocksObject _write;

    // The addresses for the calls that come record by record.
    private readonly nint _readNative;
    private readonly nint _writeNative;
    private nint _native;
    private long _changes;

    private RocksDatabase(string path, nint native, string[] names, nint[] families)
    {
        Path = path;
        _native = native;
        _names = names;
        _families = families;
        RocksHandles.Opened(RocksHandleKind.Database);
        RocksHandles.Opened(RocksHandleKind.Family, families.Length);
        _read = new(Native.ReadOptions(), RocksHandleKind.Options, Native.ReadOptionsFree);
        _write = new(Native.WriteOptions(), RocksHandleKind.Options, Native.WriteOptionsFree);
        Native.WriteDisableLog(_write.Native, 1);
        Native.WriteNoSlowdown(_write.Native, 1);
        _readNative = _read.Native;
        _writeNative = _write.Native;
    }

    /// <summary>Its folder, as a full path.</summary>
    public string Path { get; }

    /// <summary>How often what it holds was changed, or that was tried, since it was opened; read on any thread.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Iterators and snapshots that are open now.</summary>
    public int OpenChildren
    {
        get
        {
            lock (_gate) return _iterators.Count + _snapshots.Count;
        }
    }

    /// <summary>Iterators and snapshots that were still open when it was disposed. They were closed, but their owner had forgotten them.</summary>
    public int LeakedChildren { get; private set; }

    private nint Db
    {
        get
        {
            ObjectDisposedException.ThrowIf(_native == 0, this);
            return _native;
        }
    }

    /// <summary>The number that RocksDB gave to a family, which batches name it by.</summary>
    public uint FamilyId(int family)
    {
        _ = Db;
        return Native.FamilyId(_families[family]);
    }

    /// <summary>All of them, by the families' index.</summary>
    internal uint[] FamilyIds() => [.. Enumerable.Range(0, _families.Length).Select(FamilyId)];

    /// <summary>Reads the newest value of a key, without any allocation.</summary>
    /// <param name="family">The family's index.</param>
    /// <param name="key">The key.</param>
    /// <param name="buffer">Where the value is copied to. Its rest keeps what it held.</param>
    /// <returns>The value's length; -1: there is none. When it is longer than the buffer, nothing was copied.</returns>
    /// <exception cref="RocksException">The value cannot be read.</exception>
    public int Get(int family, ReadOnlySpan<byte> key, Span<byte> buffer)
    {
        nuint length;
        byte found;
        byte* error = null;
        fixed (byte* keyBytes = key, bytes = buffer)
        {
            _ = Native.Get(
                Db, _readNative, _families[family], keyBytes, (nuint)key.Length, bytes, (nuint)buffer.Length, &length, &found, &error);
        }

        if (error is not null) throw RocksException.Of(error, "A read", Path);
        return found == 0 ? -1 : checked((int)length);
    }

    /// <summary>Whether a key may have a value, from memory alone: false is certain.</summary>
    public bool MayExist(int family, ReadOnlySpan<byte> key)
    {
        fixed (byte* bytes = key)
        {
            return Native.MayExist(Db, _readNative, _families[family], bytes, (nuint)key.Length, null, null, null, 0, null) != 0;
        }
    }
}

namespace FlowActors.State.RocksDb.Interop;

/// <summary>What a database held at a moment, for iterators: while it is open, compactions keep what it sees. Thread-safe.</summary>
internal sealed class RocksSnapshot : IDisposable
{
    private readonly RocksDatabase _database;
    private nint _native;

    internal RocksSnapshot(RocksDatabase database, nint native) => (_database, _native) = (database, native);

    /// <exception cref="ObjectDisposedException">It, or its database, was disposed.</exception>
    internal nint Native
    {
        get
        {
            ObjectDisposedException.ThrowIf(_native == 0, this);
            return _native;
        }
    }

    internal bool IsOf(RocksDatabase database) => ReferenceEquals(_database, database);

    /// <summary>Lets the moment go. A second call does nothing.</summary>
    public void Dispose() => _database.Release(this);

    /// <summary>The address, once. Under the database's lock.</summary>
    internal nint Take() => Interlocked.Exchange(ref _native, 0);
}

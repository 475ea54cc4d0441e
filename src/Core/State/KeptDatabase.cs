namespace FlowActors.State;

/// <summary>
/// Where a database waits for the scope that goes on from the snapshot that its files are of, instead of being closed and opened again: who only stands still
/// while others are moved keeps its database open. Nothing depends on it: where there is none the files are opened. Thread-safe.
/// </summary>
public sealed class KeptDatabase : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _closing = new();
    private IDisposable? _database;
    private bool _isExpected;
    private bool _isClosing;

    /// <summary>Whether a database waits here, or is being closed.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate) return _database is not null || _isClosing;
        }
    }

    /// <summary>
    /// Takes the database over from the scope that ends, if another one is expected to go on with it. To be called only while the database is as the files of the
    /// snapshot have it: nothing was written to it since.
    /// </summary>
    /// <param name="database">The database; disposed when nobody goes on with it.</param>
    /// <returns>False where nobody is expected, or not any more: the database stays the caller's.</returns>
    public bool TryKeep(IDisposable database)
    {
        ArgumentNullException.ThrowIfNull(database);
        lock (_gate)
        {
            if (!_isExpected) return false;
            (_database, _isExpected) = (database, false);
            return true;
        }
    }

    /// <summary>Gives the database, the caller's from here on; null where none waits, or another one has it.</summary>
    public IDisposable? TryTake()
    {
        lock (_gate)
        {
            var database = _database;
            _database = null;
            return database;
        }
    }

    /// <summary>Closes the database that waits here, and keeps none from here on. Blocks until it is closed, whoever closes it; again does nothing.</summary>
    public void Dispose()
    {
        lock (_closing)
        {
            IDisposable? database;
            lock (_gate)
            {
                (database, _database, _isExpected) = (_database, null, false);
                _isClosing = database is not null;
            }

            try
            {
                database?.Dispose();
            }
            finally
            {
                lock (_gate) _isClosing = false;
            }
        }
    }

    /// <summary>Somebody will go on from the snapshot, on this node maybe: one database may wait for it. Once.</summary>
    internal void Expect()
    {
        lock (_gate) _isExpected = true;
    }
}

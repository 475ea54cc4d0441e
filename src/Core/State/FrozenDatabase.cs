namespace FlowActors.State;

/// <summary>The part of a frozen state that lies in files of its backend, beside what <see cref="IFrozenState.WriteSome"/> writes.</summary>
public interface IFrozenDatabase
{
    /// <summary>
    /// Brings the state to the disk, as it was when it was frozen, and gives its files. Called once, on a thread that may block, after
    /// <see cref="IFrozenState.WriteSome"/> has returned true. From then on nothing of what the state becomes has to wait. While it runs, the state is
    /// changed further, but neither it nor its scope is disposed, and nothing else is frozen.
    /// </summary>
    /// <param name="cancelled">Cancelled when nobody wants the files any more.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    DatabaseFiles Link(CancellationToken cancelled);
}

/// <summary>Files that together are a database: they stay as they are until this is disposed, whatever becomes of the state. Thread-safe.</summary>
/// <param name="id">Tells the database from all others, also from itself when it was opened another time.</param>
/// <param name="files">The files.</param>
/// <param name="release">Lets them go.</param>
public sealed class DatabaseFiles(string id, IReadOnlyList<DatabaseFile> files, Action release) : IDisposable
{
    private Action? _release = release;

    /// <summary>Names of files mean something only together with it.</summary>
    public string Id => id;

    /// <summary>The files, in no order.</summary>
    public IReadOnlyList<DatabaseFile> Files => files;

    /// <summary>Where the database itself may wait when its scope ends; null for a backend whose databases do not.</summary>
    public KeptDatabase? Kept { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Kept?.Dispose();
        }
        finally
        {
            Interlocked.Exchange(ref _release, null)?.Invoke();
        }
    }
}

/// <summary>A file of a database.</summary>
/// <param name="Name">Its name in the database.</param>
/// <param name="Path">Where it lies now.</param>
/// <param name="Length">In bytes.</param>
/// <param name="IsImmutable">
/// Whether a file of that name and database never changes: a later snapshot that has it too need not store it again. Others are stored each time.
/// </param>
public sealed record DatabaseFile(string Name, string Path, long Length, bool IsImmutable)
{
    /// <summary>The stored file that this one was restored from and still is; null for those that came into being since.</summary>
    public StoredDatabaseFile? Origin { get; init; }
}

/// <summary>A database in a snapshot.</summary>
/// <param name="KeyGroups">Those of the subtask that wrote it: no others are in it.</param>
/// <param name="Files">Its files.</param>
public sealed record StoredDatabase(KeyGroupRange KeyGroups, IReadOnlyList<StoredDatabaseFile> Files)
{
    /// <summary>
    /// Gives the database itself where it has waited open in a <see cref="KeptDatabase"/>, the caller's from then on; null where it has not. Once.
    /// </summary>
    public Func<IDisposable?> TakeKept { get; init; } = static () => null;
}

/// <summary>A file of a database in a snapshot. Compared by reference.</summary>
/// <param name="name">Its name in the database.</param>
/// <param name="length">In bytes.</param>
/// <param name="fetch">
/// Brings it to a path at which nothing lies yet, whole and checked, or throws; may link an immutable one. Called on a thread that may block.
/// </param>
public sealed class StoredDatabaseFile(string name, long length, Action<string> fetch)
{
    /// <summary>Its name in the database.</summary>
    public string Name => name;

    /// <summary>In bytes.</summary>
    public long Length => length;

    /// <summary>Brings it to a path at which nothing lies yet.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public void Fetch(string path) => fetch(path);
}

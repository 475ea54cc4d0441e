using System.Globalization;
using System.Numerics;
using FlowActors.State.RocksDb.Interop;

namespace FlowActors.State.RocksDb.Budget;

/// <summary>
/// The one budget of a process, and how it is divided: half for objects, seven sixteenths for RocksDB's block cache, to which memtables, filters and indexes are
/// charged; the rest is for what nothing is charged for, such as the buffers of compactions. Thread-safe; disposed after the last database.
/// </summary>
internal sealed class StateMemory : IDisposable
{
    /// <summary>What there must be for each database however little is in it: some objects, a lot on its way, two memtables, and blocks to read from.</summary>
    public const long LeastOfDatabase = 1 << 20;

    /// <summary>What there must be for one database.</summary>
    public const long Least = 2 << 20;

    private const string Key = "flowactors.state.memory";

    private readonly long _bytes;
    private readonly Lock _gate = new();
    private readonly Lock _entering = new();
    private readonly List<KeptDatabase> _waiting = [];
    private int _databases;
    private int _expected;

    /// <exception cref="ArgumentOutOfRangeException">It is below <see cref="Least"/>.</exception>
    public StateMemory(long bytes)
    {
        if (bytes < Least) throw new ArgumentOutOfRangeException(nameof(bytes), bytes, TooSmall(bytes, Least, 1));
        _bytes = bytes;
        Objects = new ObjectBudget(bytes / 2);
        Native = bytes / 16 * 7;
        Blocks = RocksCache.Lru(Native);
        // Memtables that are being flushed come on top of their limit.
        Memtables = WriteBuffers.Create(Native / 3, Blocks, allowStall: false);
    }

    public ObjectBudget Objects { get; }

    public RocksCache Blocks { get; }

    public WriteBuffers Memtables { get; }

    /// <summary>What RocksDB may take.</summary>
    public long Native { get; }

    public long Bytes => _bytes;

    /// <summary>The size of a memtable: a flush of some megabytes is worth its file, where there is so much.</summary>
    public long MemtableBytes => Math.Clamp(Native / 8, 128 << 10, 64 << 20);

    /// <summary>
    /// What goes to a database at once, at most: more makes no write cheaper, and is held by each subtask. A power of two: buffers, which double, then take
    /// twice that with the last entry that went in.
    /// </summary>
    public int LotBytes => 1 << BitOperations.Log2((ulong)Math.Clamp(Objects.Bytes / 128, 64 << 10, 1 << 20));

    /// <summary>What a compaction reads ahead of each of its files, which is charged to nothing.</summary>
    public long ReadaheadBytes => Math.Clamp(Native / 256, 64 << 10, 2 << 20);

    /// <summary>What there must be for so many databases.</summary>
    public static long LeastFor(int databases) => Math.Max(Least, databases * LeastOfDatabase);

    /// <summary>One more subtask has keyed state, and may open a database; disposed when it is closed.</summary>
    public IDisposable Expect()
    {
        Interlocked.Increment(ref _expected);
        return new Counted(() => Interlocked.Decrement(ref _expected));
    }

    /// <summary>A database waits open, if somebody is expected, and is closed before there is too little for one that is in use.</summary>
    /// <returns>False where it does not.</returns>
    public bool TryWait(KeptDatabase kept, IDisposable database)
    {
        lock (_gate)
        {
            _waiting.RemoveAll(k => !k.IsWaiting);
            if (!kept.TryKeep(database)) return false;
            _waiting.Add(kept);
            return true;
        }
    }

    /// <summary>One more database is open; disposed when it is closed. Closes one that waits where there is too little, which blocks.</summary>
    /// <exception cref="JobValidationException">The budget is too small for so many; it names what is enough for all that are expected.</exception>
    public IDisposable Enter()
    {
        // One after the other: each needs the room that another one is just making.
        lock (_entering)
        {
            while (_bytes < LeastFor(Volatile.Read(ref _databases) + 1))
            {
                if (!TryCloseOne()) throw Refused();
            }

            Interlocked.Increment(ref _databases);
        }

        return new Counted(() => Interlocked.Decrement(ref _databases));
    }

    public void Dispose()
    {
        Memtables.Dispose();
        Blocks.Dispose();
    }

    private JobValidationException Refused()
    {
        var count = Math.Max(Volatile.Read(ref _databases) + 1, Volatile.Read(ref _expected));
        return new JobValidationException(
            $"{TooSmall(_bytes, LeastFor(count), count)} Those of all jobs of the process count, one for each subtask with keyed state; a job that ends leaves room, too.");
    }

    private bool TryCloseOne()
    {
        KeptDatabase kept;
        lock (_gate)
        {
            if (_waiting.Count == 0) return false;
            kept = _waiting[0];
            _waiting.RemoveAt(0);
        }

        // Also waits for one that is being closed by others.
        kept.Dispose();
        return true;
    }

    private static string TooSmall(long bytes, long least, int databases) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Key} is {bytes:N0} bytes, and {databases:N0} database{(databases == 1 ? " needs" : "s of one process need")} {least:N0} at least: " +
        $"set it to {least >> 20}MiB or more, or take a lower parallelism.");

    private sealed class Counted(Action leave) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0) leave();
        }
    }
}

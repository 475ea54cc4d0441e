using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Freezing;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>
/// The database of one subtask, and what its tables share: one lot on its way there, and the frozen state, if there is one. Nothing of it exists
/// before the first entry is written. Used on the subtask's thread, but for <see cref="Link"/>.
/// </summary>
internal sealed class StateDatabase(DatabasePlace place) : IDisposable
{
    /// <summary>The family of values, which are looked for one by one.</summary>
    public const int Points = 0;

    /// <summary>The family of what is read in its order: lists, maps and timers.</summary>
    public const int Ordered = 1;

    private const int ValueKeptMax = 1 << 20;

    private readonly Lock _gate = new();
    private readonly CollectedLot _collected = new(place.Memory, place.CollectedMin);
    private long _lotsWritten;

    // Metrics read it from other threads.
    private CachedTable[] _tables = [];
    private byte[] _value = new byte[256];
    private BatchBuilder? _batch;
    private IDisposable? _expected;
    private OpenedDatabase? _opened;
    private FrozenSession? _frozen;
    private bool _isClosing;
    private bool _isDisposed;

    /// <summary>Entries on their way; whoever has filled it calls <see cref="WriteLot"/>.</summary>
    public Lot Lot { get; } = new(place.Memory.LotBytes);

    /// <summary>Where values of the frozen state go: into <see cref="Lot"/>, or to where they are collected.</summary>
    public Lot FrozenLot => _collected.Next() ?? Lot;

    /// <summary>Whether values of the frozen state are neither dirty in a cache nor in the database.</summary>
    public bool HasCollected => _collected.IsPending;

    /// <summary>How many values have come into the database by files of their own.</summary>
    public long Collected { get; private set; }

    /// <summary>How often an entry was looked for in the database; read on any thread, about.</summary>
    public long Lookups { get; private set; }

    /// <summary>How many lots were written: whoever reads by an iterator notices by it that something newer may lie there.</summary>
    public long LotsWritten => Interlocked.Read(ref _lotsWritten);

    /// <summary>The states by their numbers.</summary>
    public StateDirectory Directory { get; set; } = new();

    /// <summary>Whether what is newer than the frozen state may reach the database: not before that is linked.</summary>
    public bool MayWrite => _frozen is not { HoldsWrites: true };

    /// <summary>The state that is frozen now; null for none.</summary>
    public FrozenSession? Frozen => _frozen;

    /// <summary>The database; null while nothing was ever written to it.</summary>
    public RocksDatabase? Opened => Volatile.Read(ref _opened)?.Database;

    public IReadOnlyList<CachedTable> Tables => Volatile.Read(ref _tables);

    public bool IsDisposed => _isDisposed;

    // Null while nothing was ever written. One that waits for the next scope is none of this one's any more.
    private OpenedDatabase? Present
    {
        get
        {
            if (_opened is null) ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _opened;
        }
    }

    public void Add(CachedTable table)
    {
        _expected ??= place.Memory.Expect();
        Volatile.Write(ref _tables, [.. _tables, table]);
    }

    /// <summary>Looks for an entry.</summary>
    /// <param name="family">Its family.</param>
    /// <param name="key">Its stored key.</param>
    /// <param name="value">Its value, until the next call.</param>
    public bool TryGet(int family, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (Present is not { } opened) return false;
        Lookups++;
        var length = opened.Database.Get(family, key, _value);
        if (length < 0) return false;
        var bytes = _value;
        if (length > bytes.Length)
        {
            bytes = new byte[length];
            length = opened.Database.Get(family, key, bytes);
            // What one large value needed is not kept.
            if (length <= ValueKeptMax) _value = bytes;
        }

        value = bytes.AsSpan(0, length);
        return true;
    }

    /// <summary>Whether there may be an entry, as far as memory knows.</summary>
    public bool MayHave(int family, ReadOnlySpan<byte> key) => Present is { } opened && opened.Database.MayExist(family, key);

    /// <summary>The entries from one key to before another, or to the end where that is empty; null while there are none.</summary>
    public RocksIterator? Iterate(int family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, RocksSnapshot? at = null) =>
        Present?.Database.Iterate(family, from, to, at);

    /// <summary>Brings the lot into the database.</summary>
    public void WriteLot()
    {
        if (Lot.Count == 0) return;
        Write(Lot);
        // Not before: what the disk has refused is tried again.
        Lot.Clear();
    }

    /// <summary>
    /// Whether entries whose values may have been collected may leave their cache: not while the thread that links makes a file of them. What is still being
    /// collected is written as all else, as the memory for it is needed.
    /// </summary>
    public bool TryEndCollecting()
    {
        if (!_collected.IsPending) return true;
        if (_collected.IsHandedOver && !MayWrite) return false;
        WriteCollected();
        return true;
    }

    /// <summary>All of the frozen state is saved: what was collected becomes a file, if that is worth it.</summary>
    public void HandOver()
    {
        if (!_collected.TryHandOver()) WriteCollected();
    }

    /// <summary>Deletes all entries from one key to before another, whose number nobody knows to be small.</summary>
    public void DeleteRange(int family, byte[] from, byte[] to) => DeleteRanges(family, [(from, to)]);

    /// <inheritdoc cref="DeleteRange"/>
    public void DeleteRanges(int family, IEnumerable<(byte[] From, byte[] To)> ranges)
    {
        if (Present is not { } opened) return;
        WriteLot();
        _batch ??= NewBatch(opened.Database);
        _batch.Clear();
        foreach (var (from, to) in ranges) _batch.DeleteRange(family, from, to);
        opened.Database.Write(_batch.Written);
        Interlocked.Increment(ref _lotsWritten);
    }

    /// <summary>Deletes all entries of a state.</summary>
    public void DeleteState(int family, int state, KeyGroupRange groups) => DeleteRanges(
        family,
        Enumerable.Range(groups.Start, groups.Count).Select(g => (StoredKeys.PrefixOf(g, state), KeyRange.EndOf(StoredKeys.PrefixOf(g, state)))));

    /// <summary>The database, which comes into being now if there was none.</summary>
    public RocksDatabase Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return (_opened ??= place.Open(null)).Database;
    }

    /// <summary>Takes a database that was restored; before anything was written.</summary>
    public void Adopt(OpenedDatabase restored) => _opened = restored;

    /// <summary>Keeps what is dirty in all tables; one at a time.</summary>
    /// <exception cref="InvalidOperationException">One is frozen already.</exception>
    public FrozenSession Freeze(SnapshotForm form)
    {
        if (_frozen is { IsOver: false }) throw new InvalidOperationException("The state is frozen already.");
        var session = new FrozenSession(this, form);
        _frozen = session;
        if (form == SnapshotForm.Native) _collected.Begin();
        foreach (var table in _tables) table.BeginFrozen();
        return session;
    }

    /// <summary>A value of the frozen state could not be turned into bytes.</summary>
    public void FailFrozen(Exception failure) => _frozen?.Fail(failure);

    /// <summary>Saves and links the frozen state now, whatever that takes; nothing if there is none.</summary>
    public void FinishFrozen() => _frozen?.Finish();

    /// <summary>The frozen state is over: what of it is still in the lot must not be mixed with what is newer.</summary>
    public void EndFrozen()
    {
        if (_isClosing) return;
        WriteCollected();
        WriteLot();
        foreach (var table in _tables) table.EndFrozen();
    }

    /// <summary>Brings all that was written to the disk and links its files; on any thread, while nobody writes.</summary>
    public DatabaseFiles Link()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var opened = _opened ?? throw new InvalidOperationException("There is no database to link.");
            if (_collected.IsHandedOver)
            {
                opened.TakeIn(_collected, place.Families[Points]);
                Interlocked.Increment(ref _lotsWritten);
                Collected += _collected.Count;
                _collected.Clear();
            }

            return opened.Link();
        }
    }

    /// <summary>What is frozen ends without being written: the database goes.</summary>
    public void BeginClose() => _isClosing = true;

    public void Dispose()
    {
        BeginClose();
        _frozen?.Dispose();
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            foreach (var table in _tables) table.Dispose();
            if (_opened is { } opened) place.Leave(opened);
            Volatile.Write(ref _opened, null);
            _expected?.Dispose();
            _collected.Dispose();
        }
    }

    private void Write(Lot lot)
    {
        var database = Open();
        _batch ??= NewBatch(database);
        _batch.Clear();
        lot.CopyTo(_batch);
        database.Write(_batch.Written);
        Interlocked.Increment(ref _lotsWritten);
    }

    // Also after the file of it could not be written.
    private void WriteCollected()
    {
        lock (_gate)
        {
            _collected.End();
            if (_collected.IsPending)
            {
                foreach (var lot in _collected.Lots) Write(lot);
            }

            _collected.Clear();
        }
    }

    private BatchBuilder NewBatch(RocksDatabase database) => new(database, keptBytes: 2 * place.Memory.LotBytes);
}

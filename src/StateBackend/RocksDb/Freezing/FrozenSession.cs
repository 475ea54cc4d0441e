using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Freezing;

/// <summary>
/// A frozen state on its way: first what was dirty is saved, in slices, and nothing newer reaches the database. Then the database is as the
/// state was: its files are linked, or a snapshot of RocksDB keeps it for who reads it in the canonical form. From then on newer entries may be written. Used on
/// the subtask's thread, but for <see cref="Link"/>.
/// </summary>
internal sealed class FrozenSession : IFrozenStore, IFrozenDatabase
{
    private readonly StateDatabase _database;
    private readonly Lock _gate = new();
    private readonly Func<byte[]> _directory;
    private RocksSnapshot? _snapshot;
    private DatabaseFiles? _linked;
    private Exception? _failure;
    private int _table;
    private bool _isSaved;
    private bool _isEmpty;
    private bool _isTaken;
    private volatile bool _holdsWrites = true;
    private volatile bool _isDisposed;

    public FrozenSession(StateDatabase database, SnapshotForm form)
    {
        _database = database;
        Form = form;
        _directory = database.Directory.Freeze();
    }

    public SnapshotForm Form { get; }

    /// <summary>Whether nothing newer may reach the database.</summary>
    public bool HoldsWrites => _holdsWrites;

    public bool IsOver => _isDisposed || (_isSaved && (Form == SnapshotForm.Canonical || _isTaken));

    /// <summary>The entries of a key group as they were; null where there were none.</summary>
    public RocksIterator? Read(StoredForm form, int keyGroup) => _snapshot is null ? null : form.Iterate(_database, keyGroup, _snapshot);

    // Whether there was a database when all was saved: one that has come into being since is none of this state.
    public IFrozenDatabase? Database => Form == SnapshotForm.Native && !_isEmpty ? this : null;

    public bool SaveSome(ref int steps)
    {
        if (_failure is not null) throw _failure;
        if (_isSaved) return true;
        for (; _table < _database.Tables.Count; _table++)
        {
            if (!_database.Tables[_table].SaveFrozen(ref steps)) return false;
        }

        if (_failure is not null) throw _failure;
        Complete();
        return true;
    }

    public void Fail(Exception failure)
    {
        if (!_isSaved) _failure ??= failure;
    }

    /// <summary>Saves and links what is left, at once.</summary>
    public void Finish()
    {
        if (_isDisposed || !_holdsWrites) return;
        try
        {
            var steps = int.MaxValue;
            while (!SaveSome(ref steps)) steps = int.MaxValue;
            if (_holdsWrites) LinkOnce();
        }
        catch (Exception e)
        {
            // That is the snapshot's failure, not that of the call which could not wait.
            _failure ??= e;
            _holdsWrites = false;
        }
    }

    public DatabaseFiles Link(CancellationToken cancelled)
    {
        cancelled.ThrowIfCancellationRequested();
        if (_failure is not null) throw _failure;
        LinkOnce();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _isTaken = true;
            return _linked!;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _holdsWrites = false;
            _snapshot?.Dispose();
        }

        if (!_isTaken) _linked?.Dispose();
        _database.EndFrozen();
    }

    private void Complete()
    {
        if (Form == SnapshotForm.Native && (_database.Opened is not null || _database.Lot.Count > 0 || _database.HasCollected)) SaveDirectory();
        _database.WriteLot();
        _database.HandOver();
        _isSaved = true;
        if (_database.Opened is null)
        {
            // Nothing was ever written.
            (_isEmpty, _isTaken, _holdsWrites) = (true, true, false);
        }
        else if (Form == SnapshotForm.Canonical)
        {
            _snapshot = _database.Opened.Snapshot();
            _holdsWrites = false;
        }
    }

    private void SaveDirectory()
    {
        var entry = _database.Lot.Begin();
        entry.WriteBytes(StateDirectory.Key);
        var key = _database.Lot.EndKey();
        entry.WriteBytes(_directory());
        _database.Lot.EndPut(StateDatabase.Points, key);
    }

    // By who comes first: the thread that is to link, or the subtask, which cannot wait for it any more.
    private void LinkOnce()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_linked is not null) return;
            // Who was not first must not link what may be newer by now.
            if (_failure is not null) throw _failure;
            try
            {
                _linked = _database.Link();
            }
            catch (Exception e)
            {
                _failure ??= e;
                throw;
            }

            _holdsWrites = false;
        }
    }
}

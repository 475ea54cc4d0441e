using System.Runtime.InteropServices;

namespace FlowActors.State.RocksDb.Interop;

// What is opened from a database, and the order in which all of it is closed.
internal sealed unsafe partial class RocksDatabase
{
    /// <summary>Begins an iteration over the keys of a range, on its first entry.</summary>
    /// <param name="family">The family's index.</param>
    /// <param name="from">The first key; empty: from the beginning.</param>
    /// <param name="to">The first key after the range; empty: to the end.</param>
    /// <param name="at">The moment to read as of; null: now.</param>
    /// <param name="fillCache">Whether what is read takes the place of other blocks in the cache.</param>
    /// <param name="readaheadBytes">Bytes to read at once from a file; 0: RocksDB begins small and grows.</param>
    /// <exception cref="ArgumentException">The snapshot is another database's.</exception>
    /// <exception cref="RocksException">The first entry cannot be read.</exception>
    public RocksIterator Iterate(
        int family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, RocksSnapshot? at = null, bool fillCache = false, long readaheadBytes = 0)
    {
        if (at is not null && !at.IsOf(this)) throw new ArgumentException($"The snapshot is not of the database {Path}.", nameof(at));
        ArgumentOutOfRangeException.ThrowIfNegative(readaheadBytes);
        RocksIterator iterator;
        lock (_gate)
        {
            var db = Db;
            var target = _families[family];
            var options = new RocksObject(Native.ReadOptions(), RocksHandleKind.Options, Native.ReadOptionsFree);
            if (at is not null) Native.ReadSnapshot(options.Native, at.Native);
            Native.ReadFillCache(options.Native, fillCache ? (byte)1 : (byte)0);
            Native.ReadReadahead(options.Native, (nuint)readaheadBytes);

            // A memtable that is a hash has no other order to offer.
            Native.ReadTotalOrder(options.Native, 1);
            var bounds = Bounds(options.Native, from, to);
            iterator = new(this, Native.IteratorOpen(db, options.Native, target), options, bounds);
            RocksHandles.Opened(RocksHandleKind.Iterator);
            _iterators.Add(iterator);
        }

        try
        {
            iterator.SeekToFirst();
            return iterator;
        }
        catch
        {
            iterator.Dispose();
            throw;
        }
    }

    /// <summary>What the database holds now, to read later. Dispose it soon: compactions keep what it sees.</summary>
    public RocksSnapshot Snapshot()
    {
        lock (_gate)
        {
            var snapshot = new RocksSnapshot(this, Native.SnapshotTake(Db));
            RocksHandles.Opened(RocksHandleKind.Snapshot);
            _snapshots.Add(snapshot);
            return snapshot;
        }
    }

    /// <summary>
    /// Closes it: background work is stopped, then iterators, snapshots, families and the database itself. Waits for a flush or
    /// compaction that runs, which stops at its next step. A second call does nothing, but waits for the first.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_native == 0) return;
            Native.CancelBackgroundWork(_native, 1);
            LeakedChildren = _iterators.Count + _snapshots.Count;
            RocksHandles.Leaked(LeakedChildren);
            foreach (var iterator in _iterators) iterator.Free();
            _iterators.Clear();
            foreach (var snapshot in _snapshots) Free(snapshot);
            _snapshots.Clear();
            foreach (var family in _families) Native.FamilyFree(family);
            RocksHandles.Closed(RocksHandleKind.Family, _families.Length);
            Native.Close(_native);
            RocksHandles.Closed(RocksHandleKind.Database);
            _native = 0;
            _read.Dispose();
            _write.Dispose();
        }
    }

    /// <summary>A child goes: together with the database or before it, but never after.</summary>
    internal void Release(RocksIterator iterator)
    {
        lock (_gate)
        {
            if (iterator.Free()) _iterators.Remove(iterator);
        }
    }

    internal void Release(RocksSnapshot snapshot)
    {
        lock (_gate)
        {
            if (Free(snapshot)) _snapshots.Remove(snapshot);
        }
    }

    private bool Free(RocksSnapshot snapshot)
    {
        var native = snapshot.Take();
        if (native == 0) return false;
        Native.SnapshotFree(_native, native);
        RocksHandles.Closed(RocksHandleKind.Snapshot);
        return true;
    }

    // The options keep only the addresses of the bounds, so these live as long as the iterator.
    private static byte* Bounds(nint options, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        if (from.IsEmpty && to.IsEmpty) return null;
        var bounds = (byte*)NativeMemory.Alloc((nuint)(from.Length + to.Length));
        from.CopyTo(new(bounds, from.Length));
        to.CopyTo(new(bounds + from.Length, to.Length));
        if (!from.IsEmpty) Native.ReadLowerBound(options, bounds, (nuint)from.Length);
        if (!to.IsEmpty) Native.ReadUpperBound(options, bounds + from.Length, (nuint)to.Length);
        return bounds;
    }
}

namespace FlowActors.State.RocksDb.Interop;

// The files of a database.
internal sealed unsafe partial class RocksDatabase
{
    private const string BackgroundErrors = "rocksdb.background-errors";

    /// <summary>
    /// Writes the memtables of some families to files, and waits for that. Writes may stall meanwhile. What comes after in another
    /// thread may be part of it.
    /// </summary>
    /// <exception cref="RocksException">A file cannot be written; the database refuses writes from then on.</exception>
    public void Flush(IReadOnlyList<int> families)
    {
        if (families.Count == 0) return;
        var db = Db;
        using var options = new RocksObject(Native.FlushOptions(), RocksHandleKind.Options, Native.FlushOptionsFree);
        Native.FlushWait(options.Native, 1);

        // To wait until no write would stall is to wait for compactions, in front of a barrier.
        Native.FlushAllowStall(options.Native, 1);
        var handles = stackalloc nint[families.Count];
        for (var i = 0; i < families.Count; i++) handles[i] = _families[families[i]];
        byte* error = null;
        Native.Flush(db, options.Native, handles, families.Count, &error);
        if (error is not null) throw RocksException.Of(error, "A flush", Path);
    }

    /// <summary>
    /// Makes a database of what this one holds now: flushes all families that have something in memory, then links the files (or copies
    /// them, to another file system).
    /// </summary>
    /// <param name="folder">The new database's folder: its parent must exist, it itself must not.</param>
    /// <exception cref="RocksException">It exists, or cannot be written; nothing of it is left then.</exception>
    public void Checkpoint(string folder)
    {
        folder = System.IO.Path.GetFullPath(folder);
        byte* error = null;
        using var checkpoint = new RocksObject(Native.CheckpointOpen(Db, &error), RocksHandleKind.Checkpoint, Native.CheckpointFree);
        if (error is null)
        {
            // 0: flush whatever the size of the log of writes, since there is none that could be replayed.
            fixed (byte* text = NativeOptions.Text(folder)) Native.CheckpointCreate(checkpoint.Native, text, 0, &error);
        }

        if (error is not null) throw RocksException.Of(error, $"The checkpoint {folder}", Path);
    }

    /// <summary>
    /// Deletes files all of whose keys are in a range: at once, without tombstones, leaving the keys in other files and memtables.
    /// Not while a snapshot is open, which would no longer see them.
    /// </summary>
    /// <param name="family">The family's index.</param>
    /// <param name="from">The first key; empty: from the beginning.</param>
    /// <param name="to">The last key, itself in the range; empty: to the end.</param>
    /// <exception cref="RocksException">The change cannot be written.</exception>
    public void DeleteFilesInRange(int family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        byte* error = null;
        Interlocked.Increment(ref _changes);
        fixed (byte* first = from, last = to)
            Native.DeleteFilesInRange(Db, _families[family], first, (nuint)from.Length, last, (nuint)to.Length, &error);
        if (error is not null) throw RocksException.Of(error, "Deleting files of a range", Path);
    }

    /// <summary>Flushes, and compacts the files of a range; waits for that.</summary>
    /// <param name="family">The family's index.</param>
    /// <param name="from">The first key; empty: from the beginning.</param>
    /// <param name="to">The last key; empty: to the end.</param>
    /// <exception cref="RocksException">Background work failed meanwhile: the call itself tells nothing.</exception>
    public void Compact(int family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var errors = Number(BackgroundErrors);
        fixed (byte* first = from, last = to)
            Native.CompactRange(Db, _families[family], first, (nuint)from.Length, last, (nuint)to.Length);
        if (Number(BackgroundErrors) > errors)
            throw new RocksException($"A compaction failed for the database {Path}: its log of events says why.", RocksFault.Other);
    }

    /// <summary>Takes files that <see cref="SstWriter"/> or another database's family made into a family. They count as newer than all before.</summary>
    /// <param name="family">The family's index.</param>
    /// <param name="files">Their paths; their ranges must not overlap each other.</param>
    /// <param name="move">Whether they may be linked into the database and then deleted; otherwise they are copied.</param>
    /// <exception cref="RocksException">A file is missing, damaged or made otherwise; none was taken then.</exception>
    public void Ingest(int family, IReadOnlyList<string> files, bool move)
    {
        if (files.Count == 0) return;
        var db = Db;
        Interlocked.Increment(ref _changes);
        var target = _families[family];
        using var options = new RocksObject(Native.IngestOptions(), RocksHandleKind.Options, Native.IngestOptionsFree);
        Native.IngestMove(options.Native, move ? (byte)1 : (byte)0);
        using var paths = new NativeTexts(files.Select(System.IO.Path.GetFullPath));
        byte* error = null;
        Native.Ingest(db, target, paths.Pointers, (nuint)files.Count, options.Native, &error);
        if (error is not null) throw RocksException.Of(error, $"Taking in {string.Join(", ", files)}", Path);
    }
}

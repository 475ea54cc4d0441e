using System.Runtime.InteropServices;

namespace FlowActors.State.RocksDb.Interop;

// Writes, and what they do when background work does not keep up.
internal sealed unsafe partial class RocksDatabase
{
    private const string RunningFlushes = "rocksdb.num-running-flushes";
    private const string RunningCompactions = "rocksdb.num-running-compactions";

    private static ReadOnlySpan<byte> Stalled => "Result incomplete: Write stall"u8;

    /// <summary>
    /// Applies a batch as a whole: the next read sees all of it or, after an exception, nothing. Waits while background work is so
    /// far behind that RocksDB takes no writes, but not for work that has failed: RocksDB itself would wait until somebody makes room
    /// on a full disk.
    /// </summary>
    /// <param name="batch">In RocksDB's own form, as <see cref="BatchBuilder.Written"/> has it; copied.</param>
    /// <exception cref="ArgumentException">It has no header.</exception>
    /// <exception cref="RocksException">
    /// It is malformed, the disk was full at a flush or compaction before, or the database is read-only. After a malformed one the
    /// database refuses all that changes it.
    /// </exception>
    public void Write(ReadOnlySpan<byte> batch)
    {
        if (batch.Length < BatchBuilder.HeaderBytes)
            throw new ArgumentException($"A batch has a header of {BatchBuilder.HeaderBytes} bytes, this one has {batch.Length} bytes.", nameof(batch));
        var db = Db;
        Interlocked.Increment(ref _changes);
        nint native;
        fixed (byte* bytes = batch) native = Native.BatchFrom(bytes, (nuint)batch.Length);
        RocksHandles.Opened(RocksHandleKind.Batch);
        try
        {
            if (!TryWrite(db, native)) WriteLate(db, native);
        }
        finally
        {
            Native.BatchFree(native);
            RocksHandles.Closed(RocksHandleKind.Batch);
        }
    }

    // False: not now, since background work must go on first.
    private bool TryWrite(nint db, nint batch)
    {
        byte* error = null;
        Native.Write(db, _writeNative, batch, &error);
        if (error is null) return true;
        if (!MemoryMarshal.CreateReadOnlySpanFromNullTerminated(error).SequenceEqual(Stalled)) throw RocksException.Of(error, "A write", Path);
        Native.Free(error);
        return false;
    }

    private void WriteLate(nint db, nint batch)
    {
        var late = new LateWrite(Number(BackgroundErrors), Environment.TickCount64);
        var wait = default(SpinWait);
        while (!TryWrite(db, batch))
        {
            wait.SpinOnce();
            switch (late.Next(Number(BackgroundErrors), Number(RunningFlushes) + Number(RunningCompactions) > 0, Environment.TickCount64))
            {
                // Whoever waits for a flush is told what failed.
                case LateWrite.Step.Ask:
                    Flush([.. Enumerable.Range(0, _families.Length)]);
                    break;
                case LateWrite.Step.GiveUpIfFull:
                    if (IsFull(out var free)) throw NoWork($" {free} bytes are free. Make room on that disk.", RocksFault.NoSpace);
                    Flush([.. Enumerable.Range(0, _families.Length)]);
                    break;
                case LateWrite.Step.GiveUp:
                    throw NoWork(" The log of events in that folder says why.", RocksFault.Other);
            }
        }
    }

    // A compaction that finds too little room before it begins leaves no error that anybody is told.
    private bool IsFull(out long free)
    {
        free = new DriveInfo(Path).AvailableFreeSpace;
        return free < LiveFiles().Sum(f => f.Bytes);
    }

    private RocksException NoWork(string why, RocksFault fault) =>
        new($"A write failed ({Path}): RocksDB takes none before compactions have gone on, and these fail again and again.{why}", fault);
}

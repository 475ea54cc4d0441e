using Calls = FlowActors.State.RocksDb.Interop.Native;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>
/// One bound for the memtables of all databases that are opened with it: RocksDB flushes before it is passed, and overshoots by up
/// to a half while flushes run. May be disposed while databases use it. Thread-safe.
/// </summary>
internal sealed unsafe class WriteBuffers : RocksHandle
{
    private WriteBuffers(nint native)
        : base(native, RocksHandleKind.WriteBuffers, Calls.BuffersFree)
    {
    }

    /// <summary>Bytes of memtables now, those being flushed among them.</summary>
    public long Usage => (long)Calls.BuffersUsage(Native);

    /// <summary>Bytes of memtables at which flushes begin.</summary>
    public long Limit => (long)Calls.BuffersLimit(Native);

    /// <param name="bytes">The bound.</param>
    /// <param name="chargedTo">A cache whose capacity the memtables take part of, so that both have one budget; null: none.</param>
    /// <param name="allowStall">Whether writes wait when the bound is passed, until a flush ends.</param>
    public static WriteBuffers Create(long bytes, RocksCache? chargedTo, bool allowStall)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        RocksLibrary.Load();
        var stall = allowStall ? (byte)1 : (byte)0;
        if (chargedTo is null) return new(Calls.BuffersCreate((nuint)bytes, stall));
        var created = new WriteBuffers(Calls.BuffersCreateCharged((nuint)bytes, chargedTo.Native, stall));
        GC.KeepAlive(chargedTo);
        return created;
    }
}

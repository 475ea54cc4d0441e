using Calls = FlowActors.State.RocksDb.Interop.Native;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>
/// A cache of blocks that any number of databases may share. A database keeps it alive natively, so it may be disposed while
/// databases use it; its figures cannot be read after that. Thread-safe.
/// </summary>
internal sealed unsafe class RocksCache : RocksHandle
{
    private RocksCache(nint native)
        : base(native, RocksHandleKind.Cache, Calls.CacheFree)
    {
    }

    /// <summary>Bytes that it holds now, with what write buffers charge to it.</summary>
    public long Usage => (long)Calls.CacheUsage(Native);

    /// <summary>Bytes of <see cref="Usage"/> that readers hold, so that they cannot be evicted.</summary>
    public long PinnedUsage => (long)Calls.CachePinned(Native);

    /// <summary>Bytes that it may hold.</summary>
    public long Capacity => (long)Calls.CacheCapacity(Native);

    /// <summary>Evicts the block that was not read for the longest time.</summary>
    /// <param name="bytes">Its capacity.</param>
    /// <param name="strict">Whether a read fails that finds no room because all is pinned; otherwise the cache grows beyond its capacity.</param>
    public static RocksCache Lru(long bytes, bool strict = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        RocksLibrary.Load();
        return new(strict ? Calls.CacheLruStrict((nuint)bytes) : Calls.CacheLru((nuint)bytes));
    }

    /// <summary>Evicts by a clock, without a lock for reads; learns the size of blocks itself.</summary>
    /// <param name="bytes">Its capacity.</param>
    public static RocksCache HyperClock(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        RocksLibrary.Load();
        return new(Calls.CacheHyperClock((nuint)bytes, 0));
    }

    /// <summary>Evicts at once what no longer fits and is not pinned.</summary>
    public void SetCapacity(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Calls.CacheSetCapacity(Native, (nuint)bytes);
    }
}

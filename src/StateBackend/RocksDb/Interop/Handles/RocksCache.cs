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

    /// <summary>Evicts the block that was not read for the longest time. Where all is pinned it grows beyond its capacity.</summary>
    /// <param name="bytes">Its capacity.</param>
    public static RocksCache Lru(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        RocksLibrary.Load();
        return new(Calls.CacheLru((nuint)bytes));
    }
}

namespace FlowActors.State.RocksDb.Caching;

/// <summary>One slot of an object cache: 24 bytes where key and value have 8 and there is no namespace.</summary>
internal struct CacheSlot<TKey, TNamespace, TValue>
{
    /// <summary>The key's stable hash.</summary>
    public int Hash;

    /// <summary>Bits of <see cref="CacheTag"/>.</summary>
    public ushort Tag;
    public TNamespace Namespace;
    public TKey Key;
    public TValue Value;

    public readonly bool IsPresent => (Tag & CacheTag.Present) != 0;

    public readonly bool IsDirty => (Tag & CacheTag.Dirty) != 0;
}

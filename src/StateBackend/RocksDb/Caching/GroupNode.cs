namespace FlowActors.State.RocksDb.Caching;

/// <summary>What the cache has of one list or map, whose elements lie in the database one by one.</summary>
internal abstract class GroupNode
{
    /// <summary>How many elements it has, in memory or not.</summary>
    public abstract long Count { get; }

    /// <summary>How many of them are in memory, or are known there not to be.</summary>
    public abstract int InMemory { get; }

    /// <summary>What of it is accounted for: as many as are in memory, and one.</summary>
    public long Weight { get; set; } = 1;

    /// <summary>Whether what the database has under this key is to be deleted first.</summary>
    public bool IsCleared { get; set; }

    /// <summary>Nothing is left; what the database has goes.</summary>
    public void Clear(bool isStored)
    {
        Clear();
        IsCleared |= isStored;
    }

    /// <summary>Nothing is left in memory, and nothing is counted.</summary>
    protected abstract void Clear();
}

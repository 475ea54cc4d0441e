using FlowActors.State.RocksDb.Caching;

namespace FlowActors.State.RocksDb.Lists;

/// <summary>What the cache has of one list. Its elements lie in the database one by one, under numbers that grow; those that came since follow.</summary>
internal sealed class ListNode<T> : GroupNode
{
    /// <summary>How many elements the database has.</summary>
    public long StoredCount { get; set; }

    /// <summary>Those that the database has; null while they are not in memory.</summary>
    public List<T>? Loaded { get; set; } = [];

    /// <summary>Their numbers.</summary>
    public List<long>? Numbers { get; set; } = [];

    /// <summary>Whether those that the database has must be written again: somebody may have changed them in place.</summary>
    public bool IsLoadedChanged { get; set; }

    /// <summary>Those that the database does not have yet.</summary>
    public List<T> Tail { get; } = [];

    public override long Count => StoredCount + Tail.Count;

    public override int InMemory => (Loaded?.Count ?? 0) + Tail.Count;

    protected override void Clear()
    {
        StoredCount = 0;
        Loaded = [];
        Numbers = [];
        IsLoadedChanged = false;
        Tail.Clear();
    }
}

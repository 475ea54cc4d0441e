using System.Runtime.InteropServices;
using FlowActors.State.RocksDb.Caching;

namespace FlowActors.State.RocksDb.Maps;

/// <summary>One entry of a map in the cache.</summary>
internal struct MapCell<TMapValue>
{
    public TMapValue Value;

    /// <summary>It is in the map; without it the cache knows that it is not.</summary>
    public bool IsPresent;

    /// <summary>The database may have it.</summary>
    public bool IsStored;

    /// <summary>The database is to be told.</summary>
    public bool IsDirty;
}

/// <summary>What the cache has of one map, whose entries lie in the database one by one.</summary>
internal sealed class MapNode<TMapKey, TMapValue>(IEqualityComparer<TMapKey>? comparer, long count = 0) : GroupNode
    where TMapKey : notnull
{
    /// <summary>The entries that are in memory.</summary>
    public Dictionary<TMapKey, MapCell<TMapValue>> Cells { get; private set; } = new(comparer);

    /// <summary>Those of them that the database is to be told of.</summary>
    public List<TMapKey> Dirty { get; } = [];

    public override long Count => count;

    public override int InMemory => Cells.Count;

    /// <summary>Whether the database has none that is not in memory.</summary>
    public bool IsComplete { get; set; } = count == 0;

    public ref MapCell<TMapValue> Find(TMapKey mapKey) => ref CollectionsMarshal.GetValueRefOrNullRef(Cells, mapKey);

    /// <summary>The cell of a map key, made when there was none.</summary>
    public ref MapCell<TMapValue> Add(TMapKey mapKey, out bool exists) => ref CollectionsMarshal.GetValueRefOrAddDefault(Cells, mapKey, out exists)!;

    /// <summary>An entry has come, or gone.</summary>
    public void CountOne(int more) => count += more;

    public void Mark(TMapKey mapKey, ref MapCell<TMapValue> cell)
    {
        if (cell.IsDirty) return;
        cell.IsDirty = true;
        Dirty.Add(mapKey);
    }

    protected override void Clear()
    {
        // Not emptied, but another one: somebody may still read it.
        Cells = new(comparer);
        Dirty.Clear();
        count = 0;
        IsComplete = true;
    }
}

using System.Runtime.InteropServices;

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
internal sealed class MapNode<TMapKey, TMapValue>(IEqualityComparer<TMapKey>? comparer)
    where TMapKey : notnull
{
    /// <summary>The entries that are in memory.</summary>
    public Dictionary<TMapKey, MapCell<TMapValue>> Cells { get; private set; } = new(comparer);

    /// <summary>Those of them that the database is to be told of.</summary>
    public List<TMapKey> Dirty { get; } = [];

    /// <summary>How many entries the map has.</summary>
    public long Count { get; set; }

    /// <summary>What of it in memory is accounted for: as many cells and one.</summary>
    public long Weight { get; set; } = 1;

    /// <summary>Whether the database has none that is not in memory.</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>Whether what the database has under this key is to be deleted first.</summary>
    public bool IsCleared { get; set; }

    public ref MapCell<TMapValue> Find(TMapKey mapKey) => ref CollectionsMarshal.GetValueRefOrNullRef(Cells, mapKey);

    public ref MapCell<TMapValue> Add(TMapKey mapKey) => ref CollectionsMarshal.GetValueRefOrAddDefault(Cells, mapKey, out _)!;

    public void Mark(TMapKey mapKey, ref MapCell<TMapValue> cell)
    {
        if (cell.IsDirty) return;
        cell.IsDirty = true;
        Dirty.Add(mapKey);
    }

    /// <summary>Nothing is left; what the database has goes.</summary>
    public void Clear(bool isStored)
    {
        // Not emptied, but another one: somebody may still read it.
        Cells = new(comparer);
        Dirty.Clear();
        Count = 0;
        IsComplete = true;
        IsCleared |= isStored;
    }
}

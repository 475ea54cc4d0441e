using FlowActors.State.RocksDb.Caching;

namespace FlowActors.State.RocksDb.Maps;

/// <summary>Removing what a test holds for.</summary>
internal sealed partial class MapCache<TKey, TNamespace, TMapKey, TMapValue>
{
    protected override void Sweep<TTest>(ref CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot, TTest test)
    {
        var node = slot.Value!;
        if (!node.IsComplete) Load(node, slot.Key, slot.Hash, slot.Namespace);
        List<TMapKey>? over = null;
        foreach (var (mapKey, cell) in node.Cells)
        {
            if (cell.IsPresent && test.Holds(KeyValuePair.Create(mapKey, cell.Value))) (over ??= []).Add(mapKey);
        }

        if (over is null) return;
        Touch(ref slot);
        foreach (var mapKey in over) RemoveCell(ref slot, mapKey, ref CellOf(ref slot, mapKey));
    }
}

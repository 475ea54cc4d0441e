using FlowActors.State.RocksDb.Caching;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Maps;

/// <summary>Removing what a test holds for, map by map; a large one is saved up for.</summary>
internal sealed partial class MapCache<TKey, TNamespace, TMapKey, TMapValue>
{
    public void Sweep<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<KeyValuePair<TMapKey, TMapValue>>
    {
        if (!MaySweep(elements)) return;
        while (TryNextToSweep(out var key))
        {
            ref var slot = ref Reach(key.Key, key.Hash, key.Namespace);
            var cost = slot.IsPresent ? slot.Value!.Count : 1;
            if (cost > SweepCredit) return;
            SweepCredit -= cost;
            Swept();
            if (slot.IsPresent) Sweep(ref slot, test);
        }

        SweepCredit = 0;
    }

    private void Sweep<TTest>(ref CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot, TTest test)
        where TTest : struct, IElementTest<KeyValuePair<TMapKey, TMapValue>>
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

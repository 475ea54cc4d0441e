using FlowActors.State.RocksDb.Caching;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Lists;

/// <summary>Removing what a test holds for, list by list; a long one is saved up for.</summary>
internal sealed partial class ListCache<TKey, TNamespace, T>
{
    public void Sweep<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<T>
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

    private void Sweep<TTest>(ref CacheSlot<TKey, TNamespace, ListNode<T>?> slot, TTest test)
        where TTest : struct, IElementTest<T>
    {
        var node = slot.Value!;
        if (node.Loaded is null) Load(node, slot.Key, slot.Hash, slot.Namespace);
        var kept = new List<T>((int)node.Count);
        foreach (var element in node.Loaded!.Concat(node.Tail))
        {
            if (!test.Holds(in element)) kept.Add(element);
        }

        if (kept.Count == node.Count) return;
        Touch(ref slot);
        State.ElementCount -= node.Count - kept.Count;
        node.Clear(isStored: (slot.Tag & CacheTag.Stored) != 0);
        node.Tail.AddRange(kept);
        Account(node);
        if (kept.Count == 0) Vanish(ref slot);
    }
}

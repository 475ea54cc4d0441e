using FlowActors.State.RocksDb.Caching;

namespace FlowActors.State.RocksDb.Lists;

/// <summary>Removing what a test holds for: what is left becomes the list anew.</summary>
internal sealed partial class ListCache<TKey, TNamespace, T>
{
    protected override void Sweep<TTest>(ref CacheSlot<TKey, TNamespace, ListNode<T>?> slot, TTest test)
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

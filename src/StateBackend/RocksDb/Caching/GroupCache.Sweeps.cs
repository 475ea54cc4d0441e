using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>Removing what a test holds for, a list or a map at a time; a large one is saved up for.</summary>
internal abstract partial class GroupCache<TKey, TNamespace, TNode, TElement>
{
    public void Sweep<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<TElement>
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

    /// <summary>Removes those elements of an entry that the test holds for.</summary>
    protected abstract void Sweep<TTest>(ref CacheSlot<TKey, TNamespace, TNode?> slot, TTest test)
        where TTest : struct, IElementTest<TElement>;
}

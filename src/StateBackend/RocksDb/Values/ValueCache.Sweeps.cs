using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Values;

/// <summary>Removing what a test holds for, by and by.</summary>
internal sealed partial class ValueCache<TKey, TNamespace, T>
{
    public void Sweep<TTest>(TTest test, int elements)
        where TTest : struct, IElementTest<T>
    {
        if (!MaySweep(elements)) return;
        while (SweepCredit > 0 && TryNextToSweep(out var key))
        {
            SweepCredit--;
            Swept();
            if (TryPeek(key.Key, key.Hash, key.Namespace, out var value) && test.Holds(in value)) Remove(key.Key, key.Hash, key.Namespace);
        }

        SweepCredit = 0;
    }
}

using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

internal sealed class TimerQueue<TTable, TKey, TNamespace>(KeyAtHand<TKey> at, TTable table) : ITimerQueue<TKey, TNamespace>
    where TTable : struct, ITimerTable<TKey, TNamespace>
{
    public long Count => table.Count;

    public bool Add(TNamespace ns, long timestamp) => table.Add(at.Key, at.Hash, ns, timestamp);

    public bool Remove(TNamespace ns, long timestamp) => table.Remove(at.Key, at.Hash, ns, timestamp);

    public bool TryPeek(out long timestamp) => table.TryPeek(out timestamp);

    public bool TryTake(long until, out DueTimer<TKey, TNamespace> timer) => table.TryTake(until, out timer);

    public void Clear() => table.Clear();
}

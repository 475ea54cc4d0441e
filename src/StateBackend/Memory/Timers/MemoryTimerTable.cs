using FlowActors.State.Export;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Timers;

/// <summary>Timers in memory, as the contract speaks of them.</summary>
internal readonly struct MemoryTimerTable<TKey, TNamespace, TItem>(MemoryTimers<TKey, TNamespace, TItem> timers) : ITimerTable<TKey, TNamespace>
    where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
{
    public long Count => timers.Count;

    public bool Add(TKey key, int hash, TNamespace ns, long time) => timers.Add(key, hash, ns, time);

    public bool Remove(TKey key, int hash, TNamespace ns, long time) => timers.Remove(key, hash, ns, time);

    public bool TryPeek(out long time) => timers.TryPeek(out time);

    public bool TryTake(long until, out DueTimer<TKey, TNamespace> timer) => timers.TryTake(until, out timer);

    public void Clear() => timers.Clear();

    public bool TryTake(UnclaimedState restored) => false;

    public IEnumerable<StoredElement<TKey, TNamespace, long>> Scan(int keyGroup, KeyRange keys) => timers.Scan(keyGroup, keys);

    public IFrozenTable Freeze() => timers.Freeze();
}

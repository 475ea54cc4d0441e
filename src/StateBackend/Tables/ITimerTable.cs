using FlowActors.State.Export;

namespace FlowActors.State.Tables;

/// <summary>
/// Timers by key, namespace and time, each once, and in the order in which <see cref="ITimerQueue{TKey,TNamespace}"/> gives them. As the
/// other tables it is implemented by structs, takes keys in their canonical form with their stable hash, and checks each new timer's key by
/// <see cref="KeyRules{TKey}.CheckNew"/>. A backend on disk keeps the timers of each key group in that order, with the first of each group
/// in memory.
/// </summary>
internal interface ITimerTable<TKey, TNamespace>
{
    long Count { get; }

    /// <summary>False when it is there already.</summary>
    bool Add(TKey key, int hash, TNamespace ns, long time);

    /// <summary>False when there was none.</summary>
    bool Remove(TKey key, int hash, TNamespace ns, long time);

    bool TryPeek(out long time);

    bool TryTake(long until, out DueTimer<TKey, TNamespace> timer);

    void Clear();

    /// <inheritdoc cref="IStateTable{TKey,TNamespace,TElement}.TryTake"/>
    bool TryTake(UnclaimedState restored);

    /// <summary>
    /// The timers of a key group whose keys lie in a range, in the order of timers, which is not that of keys: every backend goes through the key
    /// group, and a reading is not resumed behind a key. Read as they are enumerated: timers that come or go meanwhile make it throw.
    /// </summary>
    IEnumerable<StoredElement<TKey, TNamespace, long>> Scan(int keyGroup, KeyRange keys);

    /// <inheritdoc cref="IStateTable{TKey,TNamespace,TElement}.Freeze"/>
    IFrozenTable Freeze();
}

namespace FlowActors.State.Memory.Operator;

internal sealed class MemoryBroadcastState<TMapKey, TMapValue>(MapKeys<TMapKey> mapKeys) : IBroadcastState<TMapKey, TMapValue>
    where TMapKey : notnull
{
    private readonly Dictionary<TMapKey, TMapValue> _entries = new(mapKeys.Comparer);

    public IReadOnlyDictionary<TMapKey, TMapValue> Entries => _entries;

    public void Put(TMapKey mapKey, TMapValue value) => _entries[mapKeys.Prepare(mapKey)] = value;

    public bool Remove(TMapKey mapKey) => _entries.Remove(mapKeys.Prepare(mapKey));

    public void Clear() => _entries.Clear();
}

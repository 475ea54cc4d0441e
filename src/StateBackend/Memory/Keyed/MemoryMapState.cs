using System.Diagnostics.CodeAnalysis;
using FlowActors.State.Memory.Tables;

namespace FlowActors.State.Memory.Keyed;

/// <summary>A dictionary for each key; a key whose map is empty has no entry.</summary>
internal sealed class MemoryMapState<TKey, TMapKey, TMapValue>(
    KeyContext<TKey> context, MemoryStateTable<TKey, Dictionary<TMapKey, TMapValue>> table, MapKeys<TMapKey> mapKeys)
    : IMapState<TMapKey, TMapValue>
    where TMapKey : notnull
{
    public bool IsEmpty => !TryGetMap(out _);

    public bool TryGet(TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value)
    {
        mapKey = mapKeys.Prepare(mapKey);
        if (TryGetMap(out var map)) return map.TryGetValue(mapKey, out value);
        value = default;
        return false;
    }

    public void Put(TMapKey mapKey, TMapValue value)
    {
        mapKey = mapKeys.Prepare(mapKey);
        (table.Place(context.Key, context.Hash, out _) ??= new(mapKeys.Comparer))[mapKey] = value;
    }

    public bool Remove(TMapKey mapKey)
    {
        mapKey = mapKeys.Prepare(mapKey);
        if (!TryGetMap(out var map) || !map.Remove(mapKey)) return false;
        if (map.Count == 0) Clear();
        return true;
    }

    public bool Contains(TMapKey mapKey)
    {
        mapKey = mapKeys.Prepare(mapKey);
        return TryGetMap(out var map) && map.ContainsKey(mapKey);
    }

    public IEnumerable<KeyValuePair<TMapKey, TMapValue>> Entries() => TryGetMap(out var map) ? map : [];

    public void Clear() => table.Remove(context.Key, context.Hash);

    private bool TryGetMap([MaybeNullWhen(false)] out Dictionary<TMapKey, TMapValue> map) =>
        table.TryGet(context.Key, context.Hash, out map);
}

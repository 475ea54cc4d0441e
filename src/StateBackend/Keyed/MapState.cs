using System.Diagnostics.CodeAnalysis;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

internal sealed class MapState<TTable, TScan, TKey, TMapKey, TMapValue>(
    KeyAtHand<TKey> at, TTable table, MapKeys<TMapKey> mapKeys, string name, string operatorName)
    : ScannedState<TKey>(at, name, operatorName), IMapState<TMapKey, TMapValue>
    where TTable : struct, IMapTable<TKey, VoidNamespace, TMapKey, TMapValue, TScan>
    where TScan : struct, IElementScan<KeyValuePair<TMapKey, TMapValue>>
    where TMapKey : notnull
{
    public bool IsEmpty => table.IsEmpty(At.Key, At.Hash, default);

    public bool TryGet(TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value) =>
        table.TryGet(At.Key, At.Hash, default, mapKeys.Prepare(mapKey), Reading.MayChange, out value);

    public bool TryPeek(TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value) =>
        table.TryGet(At.Key, At.Hash, default, mapKeys.Prepare(mapKey), Reading.Peeks, out value);

    public void Put(TMapKey mapKey, TMapValue value)
    {
        Changes++;
        table.Put(At.Key, At.Hash, default, mapKeys.Prepare(mapKey), value);
    }

    public void PutAll(IEnumerable<KeyValuePair<TMapKey, TMapValue>> entries)
    {
        foreach (var (mapKey, value) in mapKeys.PrepareAll(entries))
        {
            Changes++;
            table.Put(At.Key, At.Hash, default, mapKey, value);
        }
    }

    public bool Remove(TMapKey mapKey)
    {
        if (!table.Remove(At.Key, At.Hash, default, mapKeys.Prepare(mapKey))) return false;
        Changes++;
        return true;
    }

    public bool Contains(TMapKey mapKey) => table.Contains(At.Key, At.Hash, default, mapKeys.Prepare(mapKey));

    public IEnumerable<KeyValuePair<TMapKey, TMapValue>> Entries() => Entries(Reading.MayChange);

    public IEnumerable<TMapKey> Keys() => Entries(Reading.ChangesNothing).Select(static entry => entry.Key);

    public IEnumerable<TMapValue> Values() => Entries(Reading.MayChange).Select(static entry => entry.Value);

    public IEnumerable<KeyValuePair<TMapKey, TMapValue>> PeekEntries() => Entries(Reading.Peeks);

    public void Clear()
    {
        table.RemoveAll(At.Key, At.Hash, default);
        Changes++;
    }

    private KeyElements<TScan, TKey, KeyValuePair<TMapKey, TMapValue>> Entries(Reading reading) =>
        new(this, At, table.Entries(At.Key, At.Hash, default, reading));
}

using System.Diagnostics.CodeAnalysis;
using FlowActors.Serialization;
using FlowActors.State.Keyed;

namespace FlowActors.State.Operator;

internal sealed class BroadcastState<TMapKey, TMapValue>(MapKeys<TMapKey> mapKeys, string name, string operatorName)
    : IBroadcastState<TMapKey, TMapValue>
    where TMapKey : notnull
{
    // The dictionary's own comparison, which is faster, where it gives the same answers.
    private readonly Dictionary<TMapKey, TMapValue> _entries =
        new(KeyTraits<TMapKey>.EqualsAsBytes || typeof(TMapKey) == typeof(string) ? null : mapKeys.Serializer);
    private int _changes;

    public int Count => _entries.Count;

    public bool TryGet(TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value) => _entries.TryGetValue(mapKeys.Prepare(mapKey), out value);

    public bool Contains(TMapKey mapKey) => _entries.ContainsKey(mapKeys.Prepare(mapKey));

    public IEnumerable<KeyValuePair<TMapKey, TMapValue>> Entries() => Enumerate(_changes);

    public void Put(TMapKey mapKey, TMapValue value)
    {
        _entries[mapKeys.Prepare(mapKey)] = value;
        _changes++;
    }

    public bool Remove(TMapKey mapKey)
    {
        _changes++;
        return _entries.Remove(mapKeys.Prepare(mapKey));
    }

    public void Clear()
    {
        _entries.Clear();
        _changes++;
    }

    private IEnumerable<KeyValuePair<TMapKey, TMapValue>> Enumerate(int changes)
    {
        using var entries = _entries.GetEnumerator();
        while (true)
        {
            if (_changes != changes) throw ChangedState.Exception(name, operatorName);
            if (!entries.MoveNext()) yield break;
            yield return entries.Current;
        }
    }
}

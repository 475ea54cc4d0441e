using System.Diagnostics.CodeAnalysis;
using FlowActors.Operators;
using FlowActors.Serialization;
using FlowActors.State.Keyed;

namespace FlowActors.State.Operator;

internal sealed class BroadcastState<TMapKey, TMapValue>(MapKeys<TMapKey> mapKeys, string name, string operatorName)
    : IBroadcastState<TMapKey, TMapValue>, IBroadcastStateGuard
    where TMapKey : notnull
{
    // The dictionary's own comparison, which is faster, where it gives the same answers.
    private readonly Dictionary<TMapKey, TMapValue> _entries =
        new(KeyTraits<TMapKey>.EqualsAsBytes || typeof(TMapKey) == typeof(string) ? null : mapKeys.Serializer);
    private UserCall? _writer;
    private int _changes;

    public int Count => _entries.Count;

    public bool TryGet(TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value) => _entries.TryGetValue(mapKeys.Prepare(mapKey), out value);

    public bool Contains(TMapKey mapKey) => _entries.ContainsKey(mapKeys.Prepare(mapKey));

    public IEnumerable<KeyValuePair<TMapKey, TMapValue>> Entries() => Enumerate(_changes);

    public void WriteOnlyIn(UserCall call) => _writer = call;

    public void Put(TMapKey mapKey, TMapValue value)
    {
        CheckWriter();
        _entries[mapKeys.Prepare(mapKey)] = value;
        _changes++;
    }

    public void PutAll(IEnumerable<KeyValuePair<TMapKey, TMapValue>> entries)
    {
        CheckWriter();
        foreach (var (mapKey, value) in mapKeys.PrepareAll(entries))
        {
            _entries[mapKey] = value;
            _changes++;
        }
    }

    public bool Remove(TMapKey mapKey)
    {
        CheckWriter();
        _changes++;
        return _entries.Remove(mapKeys.Prepare(mapKey));
    }

    public void Clear()
    {
        CheckWriter();
        _entries.Clear();
        _changes++;
    }

    private void CheckWriter()
    {
        if (_writer is { Current: 0 }) ThrowNoCall();
    }

    [DoesNotReturn]
    private void ThrowNoCall() => throw new InvalidOperationException(
        $"Broadcast state '{name}' of operator '{operatorName}' was changed outside of a call for a record of the broadcast side. Only such calls may " +
        "change it, as every subtask makes them alike: ask the context for it in each call, and change it before the call returns.");

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

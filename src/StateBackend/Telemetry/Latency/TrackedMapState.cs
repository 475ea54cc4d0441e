using System.Diagnostics.CodeAnalysis;

namespace FlowActors.State.Telemetry.Latency;

/// <summary>A map state whose accesses are measured. Of an enumeration that is, the call is one access and each step another.</summary>
internal sealed class TrackedMapState<TMapKey, TMapValue>(IMapState<TMapKey, TMapValue> state, OperatorLatencies latencies, string name)
    : IMapState<TMapKey, TMapValue>
    where TMapKey : notnull
{
    private readonly AccessLatency _get = latencies.Open(name, "mapStateGetLatency");
    private readonly AccessLatency _put = latencies.Open(name, "mapStatePutLatency");
    private readonly AccessLatency _putAll = latencies.Open(name, "mapStatePutAllLatency");
    private readonly AccessLatency _remove = latencies.Open(name, "mapStateRemoveLatency");
    private readonly AccessLatency _contains = latencies.Open(name, "mapStateContainsLatency");
    private readonly AccessLatency _isEmpty = latencies.Open(name, "mapStateIsEmptyLatency");
    private readonly AccessLatency _entries = latencies.Open(name, "mapStateEntriesInitLatency");
    private readonly AccessLatency _keys = latencies.Open(name, "mapStateKeysInitLatency");
    private readonly AccessLatency _values = latencies.Open(name, "mapStateValuesInitLatency");
    private readonly AccessLatency _next = latencies.Open(name, "mapStateIteratorNextLatency");
    private readonly AccessLatency _clear = latencies.OpenClear(name);

    public bool IsEmpty
    {
        get
        {
            if (!_isEmpty.IsDue(out var started)) return state.IsEmpty;
            var isEmpty = state.IsEmpty;
            _isEmpty.End(started);
            return isEmpty;
        }
    }

    public bool TryGet(TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value)
    {
        if (!_get.IsDue(out var started)) return state.TryGet(mapKey, out value);
        var found = state.TryGet(mapKey, out value);
        _get.End(started);
        return found;
    }

    public bool TryPeek(TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value)
    {
        if (!_get.IsDue(out var started)) return state.TryPeek(mapKey, out value);
        var found = state.TryPeek(mapKey, out value);
        _get.End(started);
        return found;
    }

    public void Put(TMapKey mapKey, TMapValue value)
    {
        var isDue = _put.IsDue(out var started);
        state.Put(mapKey, value);
        if (isDue) _put.End(started);
    }

    public void PutAll(IEnumerable<KeyValuePair<TMapKey, TMapValue>> entries)
    {
        var isDue = _putAll.IsDue(out var started);
        state.PutAll(entries);
        if (isDue) _putAll.End(started);
    }

    public bool Remove(TMapKey mapKey)
    {
        if (!_remove.IsDue(out var started)) return state.Remove(mapKey);
        var removed = state.Remove(mapKey);
        _remove.End(started);
        return removed;
    }

    public bool Contains(TMapKey mapKey)
    {
        if (!_contains.IsDue(out var started)) return state.Contains(mapKey);
        var contains = state.Contains(mapKey);
        _contains.End(started);
        return contains;
    }

    public IEnumerable<KeyValuePair<TMapKey, TMapValue>> Entries() => _entries.IsDue(out var started) ? Measured(state.Entries(), _entries, started) : state.Entries();

    public IEnumerable<KeyValuePair<TMapKey, TMapValue>> PeekEntries() => _entries.IsDue(out var started) ? Measured(state.PeekEntries(), _entries, started) : state.PeekEntries();

    public IEnumerable<TMapKey> Keys() => _keys.IsDue(out var started) ? Measured(state.Keys(), _keys, started) : state.Keys();

    public IEnumerable<TMapValue> Values() => _values.IsDue(out var started) ? Measured(state.Values(), _values, started) : state.Values();

    public void Clear()
    {
        var isDue = _clear.IsDue(out var started);
        state.Clear();
        if (isDue) _clear.End(started);
    }

    // The elements were asked for when this is called.
    private IEnumerable<T> Measured<T>(IEnumerable<T> elements, AccessLatency begin, long started)
    {
        begin.End(started);
        return Steps(elements);
    }

    private IEnumerable<T> Steps<T>(IEnumerable<T> elements)
    {
        using var enumerator = elements.GetEnumerator();
        while (true)
        {
            var started = _next.Now;
            var isThere = enumerator.MoveNext();
            _next.End(started);
            if (!isThere) yield break;
            yield return enumerator.Current;
        }
    }
}

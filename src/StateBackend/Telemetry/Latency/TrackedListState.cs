namespace FlowActors.State.Telemetry.Latency;

/// <summary>A list state whose accesses are measured; a read is all that its enumeration takes, without the work of who enumerates.</summary>
internal sealed class TrackedListState<T>(IListState<T> state, OperatorLatencies latencies, string name) : IListState<T>
{
    private readonly AccessLatency _get = latencies.Open(name, "listStateGetLatency");
    private readonly AccessLatency _add = latencies.Open(name, "listStateAddLatency");
    private readonly AccessLatency _addAll = latencies.Open(name, "listStateAddAllLatency");
    private readonly AccessLatency _update = latencies.Open(name, "listStateUpdateLatency");
    private readonly AccessLatency _clear = latencies.OpenClear(name);

    public IEnumerable<T> Get()
    {
        if (!_get.IsDue(out var started)) return state.Get();
        var elements = state.Get();
        return Measured(elements, _get.Since(started));
    }

    public IEnumerable<T> Peek()
    {
        if (!_get.IsDue(out var started)) return state.Peek();
        var elements = state.Peek();
        return Measured(elements, _get.Since(started));
    }

    public void Add(T value)
    {
        var isDue = _add.IsDue(out var started);
        state.Add(value);
        if (isDue) _add.End(started);
    }

    public void AddAll(IEnumerable<T> values)
    {
        var isDue = _addAll.IsDue(out var started);
        state.AddAll(values);
        if (isDue) _addAll.End(started);
    }

    public void Update(IEnumerable<T> values)
    {
        var isDue = _update.IsDue(out var started);
        state.Update(values);
        if (isDue) _update.End(started);
    }

    public void Clear()
    {
        var isDue = _clear.IsDue(out var started);
        state.Clear();
        if (isDue) _clear.End(started);
    }

    // Elements are read as they are asked for.
    private IEnumerable<T> Measured(IEnumerable<T> elements, long ticks)
    {
        using var enumerator = elements.GetEnumerator();
        try
        {
            while (true)
            {
                var started = _get.Now;
                var isThere = enumerator.MoveNext();
                ticks += _get.Since(started);
                if (!isThere) yield break;
                yield return enumerator.Current;
            }
        }
        finally
        {
            _get.Add(ticks);
        }
    }
}

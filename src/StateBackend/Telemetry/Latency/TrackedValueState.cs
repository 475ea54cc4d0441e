using System.Diagnostics.CodeAnalysis;

namespace FlowActors.State.Telemetry.Latency;

/// <summary>A value state whose accesses are measured.</summary>
internal sealed class TrackedValueState<T>(IValueState<T> state, OperatorLatencies latencies, string name) : IValueState<T>
{
    private readonly AccessLatency _get = latencies.Open(name, "valueStateGetLatency");
    private readonly AccessLatency _update = latencies.Open(name, "valueStateUpdateLatency");
    private readonly AccessLatency _clear = latencies.OpenClear(name);

    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        if (!_get.IsDue(out var started)) return state.TryGet(out value);
        var found = state.TryGet(out value);
        _get.End(started);
        return found;
    }

    public bool TryPeek([MaybeNullWhen(false)] out T value)
    {
        if (!_get.IsDue(out var started)) return state.TryPeek(out value);
        var found = state.TryPeek(out value);
        _get.End(started);
        return found;
    }

    public T? Value()
    {
        if (!_get.IsDue(out var started)) return state.Value();
        var value = state.Value();
        _get.End(started);
        return value;
    }

    public void Update(T value)
    {
        var isDue = _update.IsDue(out var started);
        state.Update(value);
        if (isDue) _update.End(started);
    }

    public void Clear()
    {
        var isDue = _clear.IsDue(out var started);
        state.Clear();
        if (isDue) _clear.End(started);
    }
}

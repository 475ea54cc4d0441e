using System.Diagnostics.CodeAnalysis;

namespace FlowActors.State.Telemetry.Latency;

/// <summary>A state that folds what is added, whose accesses are measured, the function's call among them.</summary>
internal abstract class TrackedAppendingState<TIn, TOut>(IAppendingState<TIn, TOut> state, OperatorLatencies latencies, string name, string kind)
    : IAppendingState<TIn, TOut>
{
    private readonly AccessLatency _get = latencies.Open(name, $"{kind}StateGetLatency");
    private readonly AccessLatency _add = latencies.Open(name, $"{kind}StateAddLatency");
    private readonly AccessLatency _clear = latencies.OpenClear(name);

    public void Add(TIn value)
    {
        var isDue = _add.IsDue(out var started);
        state.Add(value);
        if (isDue) _add.End(started);
    }

    public bool TryGet([MaybeNullWhen(false)] out TOut result)
    {
        if (!_get.IsDue(out var started)) return state.TryGet(out result);
        var found = state.TryGet(out result);
        _get.End(started);
        return found;
    }

    public void Clear()
    {
        var isDue = _clear.IsDue(out var started);
        state.Clear();
        if (isDue) _clear.End(started);
    }
}

/// <inheritdoc/>
internal sealed class TrackedReducingState<T>(IReducingState<T> state, OperatorLatencies latencies, string name)
    : TrackedAppendingState<T, T>(state, latencies, name, "reducing"), IReducingState<T>;

/// <inheritdoc/>
internal sealed class TrackedAggregatingState<TIn, TOut>(IAggregatingState<TIn, TOut> state, OperatorLatencies latencies, string name)
    : TrackedAppendingState<TIn, TOut>(state, latencies, name, "aggregating"), IAggregatingState<TIn, TOut>;

using FlowActors.Functions;

namespace FlowActors.State.Telemetry.Latency;

/// <summary>
/// Puts states that measure their accesses before those of one operator, and publishes what they find under Flink's names: the state's name,
/// the access, and the quantile.
/// </summary>
/// <param name="tracking">How they measure.</param>
/// <param name="metrics">Those of the operator.</param>
/// <param name="time">The clock; the one for spans of time counts.</param>
internal sealed class OperatorLatencies(LatencyTracking tracking, IMetricGroup metrics, TimeProvider time)
{
    private static readonly (string Name, double Quantile)[] Quantiles = [("p50", 0.5), ("p99", 0.99), ("max", 1)];

    /// <summary>The latencies of one sort of access to one state.</summary>
    /// <param name="state">The state's name.</param>
    /// <param name="access">Flink's name for the metric, such as <c>valueStateGetLatency</c>.</param>
    /// <exception cref="InvalidOperationException">The metrics of the subtask's operators take more than there is room for.</exception>
    public AccessLatency Open(string state, string access)
    {
        var latency = new AccessLatency(tracking, time);
        foreach (var (name, quantile) in Quantiles) metrics.Gauge($"{state}.{access}.{name}", () => latency.Quantile(quantile));
        return latency;
    }

    /// <summary>That of <c>Clear</c>, which has one name for all kinds of state.</summary>
    public AccessLatency OpenClear(string state) => Open(state, "stateClearLatency");
}

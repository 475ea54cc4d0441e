using FlowActors.Functions;
using FlowActors.State;
using FlowActors.State.Telemetry;
using FlowActors.State.Telemetry.Latency;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.Telemetry;

/// <summary>A backend whose scopes measure the accesses to their keyed state, as the runtime tells them to; what they publish is kept.</summary>
internal sealed class TrackingBackend(IStateBackend backend, LatencyTracking? tracking) : IStateBackend, IForgets, IStateMetrics, IMetricGroup
{
    public string Name => backend.Name;

    public Dictionary<string, Func<double>> Gauges { get; } = [];

    public IMetricGroup Subtask => this;

    public LatencyTracking? Latencies => tracking;

    public IMetricGroup Of(string operatorUid) => this;

    public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled)
    {
        var scope = backend.Open(settings, cancelled);
        ((IMeteredState)scope).Publish(this);
        return scope;
    }

    public LongCounter Counter(string name) => new();

    public void Gauge(string name, Func<double> read) => Gauges[name] = read;

    public void Forget() => backend.Disturb();

    public void Dispose() => backend.Dispose();
}

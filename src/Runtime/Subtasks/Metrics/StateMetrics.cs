using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State.Telemetry;
using FlowActors.State.Telemetry.Latency;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>The metrics of the state of one subtask, among those of its operators; disposed before the state.</summary>
internal sealed class StateMetrics : IStateMetrics, IDisposable
{
    private readonly Lock _reading = new();
    private readonly Dictionary<string, IMetricGroup> _operators = new(StringComparer.Ordinal);
    private bool _isOver;

    /// <param name="figures">Those of the subtask.</param>
    /// <param name="vertex">Its operators.</param>
    /// <param name="latencies">How accesses to keyed state are measured; null: not at all.</param>
    public StateMetrics(LiveFigures figures, JobVertex vertex, LatencyTracking? latencies)
    {
        Latencies = latencies;
        Subtask = new Guarded(new OperatorMetricGroup(figures, "state", prefix: ""), this);
        for (var i = 0; i < vertex.Chain.Count; i++) _operators.Add(vertex.Chain[i].Uid, new Guarded(new OperatorMetricGroup(figures, vertex, i), this));
    }

    public IMetricGroup Subtask { get; }

    public LatencyTracking? Latencies { get; }

    public IMetricGroup Of(string operatorUid) => _operators.TryGetValue(operatorUid, out var group)
        ? group
        : throw new ArgumentException($"No operator of this subtask has the uid '{operatorUid}'.", nameof(operatorUid));

    /// <summary>From here on gauges have the value that was read last. Waits for a read that is under way.</summary>
    public void Dispose()
    {
        lock (_reading) _isOver = true;
    }

    private sealed class Guarded(IMetricGroup group, StateMetrics owner) : IMetricGroup
    {
        public LongCounter Counter(string name) => group.Counter(name);

        public void Gauge(string name, Func<double> read)
        {
            var last = 0.0;
            group.Gauge(name, () =>
            {
                lock (owner._reading) return owner._isOver ? last : last = read();
            });
        }
    }
}

using System.Diagnostics.Metrics;
using FlowActors.Runtime.Tasks;

namespace FlowActors.Runtime.Telemetry;

/// <summary>
/// Publishes the metrics of a node's subtasks through <see cref="Meter"/> <c>FlowActors</c>, under Flink's names in lower
/// case behind <c>flowactors.</c>, with the tags job, vertex, subtask and node. Read when a listener asks.
/// </summary>
internal sealed class MetricsExporter : IDisposable
{
    /// <summary>The name that listeners subscribe to.</summary>
    public const string MeterName = "FlowActors";

    private static readonly string[] Counters =
        ["numRecordsIn", "numRecordsOut", "numBuffersInLocal", "numBuffersInRemote", "numBuffersOut", "overdraftWaits"];

    private static readonly string[] Gauges =
    [
        "busyTimeMsPerSecond", "idleTimeMsPerSecond", "backPressuredTimeMsPerSecond", "inputQueueLength", "inPoolUsage", "outPoolUsage",
        "overdraftBatches",
    ];

    private readonly Meter _meter = new(MeterName);
    private readonly NodeTasks _tasks;

    public MetricsExporter(NodeTasks tasks)
    {
        _tasks = tasks;
        foreach (var name in Counters) _meter.CreateObservableCounter($"flowactors.{name}", () => Read(name));
        foreach (var name in Gauges) _meter.CreateObservableGauge($"flowactors.{name}", () => Read(name));
        _meter.CreateObservableGauge("flowactors.operator", ReadOperators, description: "What operators publish themselves; the tag metric names it.");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Read(string name) =>
        _tasks.All.Select(task => new Measurement<double>(task.Figures.Metrics().GetValueOrDefault(name), Tags(task)));

    private IEnumerable<Measurement<double>> ReadOperators() => _tasks.All.SelectMany(task => task.Figures.OperatorMetrics().Select(
        metric => new Measurement<double>(metric.Value, [.. Tags(task), new("metric", metric.Key)])));

    private static KeyValuePair<string, object?>[] Tags(SubtaskTask task) =>
    [
        new("job", task.Figures.JobName),
        new("vertex", task.Figures.Vertex),
        new("subtask", task.Id.Index),
        new("node", task.Figures.Node),
    ];
}

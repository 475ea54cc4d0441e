using System.Diagnostics.Metrics;
using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Tasks.Metrics;

namespace FlowActors.Runtime.Telemetry;

/// <summary>
/// Publishes the metrics of a node's subtasks through <see cref="Meter"/> <c>FlowActors</c>, under Flink's names in lower
/// case behind <c>flowactors.</c>, with the tags job, vertex, subtask and node. Read when a listener asks.
/// </summary>
internal sealed class MetricsExporter : IDisposable
{
    /// <summary>The name that listeners subscribe to.</summary>
    public const string MeterName = "FlowActors";

    private readonly Meter _meter = new(MeterName);
    private readonly NodeTasks _tasks;

    public MetricsExporter(NodeTasks tasks)
    {
        _tasks = tasks;
        foreach (var metric in TaskMetric.All) Publish(metric);
        _meter.CreateObservableGauge("flowactors.operator", ReadOperators, description: "What operators publish themselves; the tag metric names it.");
    }

    public void Dispose() => _meter.Dispose();

    private void Publish(TaskMetric metric)
    {
        var name = $"flowactors.{metric.Name}";
        if (metric.IsCounter) _meter.CreateObservableCounter(name, () => Read(metric));
        else _meter.CreateObservableGauge(name, () => Read(metric));
    }

    private IEnumerable<Measurement<double>> Read(TaskMetric metric) =>
        _tasks.All.Select(task => new Measurement<double>(metric.Read(task.Figures.Look()), Tags(task)));

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

using System.Diagnostics.Metrics;
using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Tasks.Dispatching;
using FlowActors.Runtime.Tasks.Metrics;

namespace FlowActors.Runtime.Telemetry;

/// <summary>
/// Publishes the metrics of a node's subtasks through <see cref="Meter"/> <c>FlowActors</c>, under Flink's names in lower
/// case behind <c>flowactors.</c>, with the tags job, vertex, subtask and node, and those of its threads with the tags dispatcher
/// and node. Read when a listener asks.
/// </summary>
internal sealed class MetricsExporter : IDisposable
{
    /// <summary>The name that listeners subscribe to.</summary>
    public const string MeterName = "FlowActors";

    private readonly Meter _meter = new(MeterName);
    private readonly string _node;
    private readonly NodeTasks _tasks;
    private readonly OperatorExecutors _executors;

    public MetricsExporter(string node, NodeTasks tasks, OperatorExecutors executors)
    {
        _node = node;
        _tasks = tasks;
        _executors = executors;
        foreach (var metric in TaskMetric.All) Publish(metric);
        Publish(() => _meter.CreateObservableGauge(
            "flowactors.operator", ReadOperators, description: "What operators publish themselves; the tag metric names it."));
        Publish(() => _meter.CreateObservableGauge(
            "flowactors.threads", () => ReadExecutors(e => e.ThreadCount), description: "Threads of a dispatcher."));
        Publish(() => _meter.CreateObservableGauge(
            "flowactors.threadsMissing",
            () => ReadExecutors(e => e.Shortage?.Waiting ?? 0),
            description: "Runs that wait for a thread of a dispatcher because a limit is reached."));
        Publish(() => _meter.CreateObservableGauge(
            "flowactors.threadsLeftBehind",
            () => new Measurement<double>(_tasks.LeftBehind.Count, new KeyValuePair<string, object?>("node", _node)),
            description: "Threads that are still inside user code of subtasks that have ended."));
    }

    public void Dispose() => Try(_meter.Dispose);

    private void Publish(TaskMetric metric)
    {
        var name = $"flowactors.{metric.Name}";
        if (metric.IsCounter) Publish(() => _meter.CreateObservableCounter(name, () => Read(metric)));
        else Publish(() => _meter.CreateObservableGauge(name, () => Read(metric)));
    }

    private static void Publish(Func<Instrument> create) => Try(() => create());

    // Listeners are the application's, and hear of an instrument when it is made and when it ends.
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception)
        {
            // A listener that throws does without the instrument; the node does not.
        }
    }

    private IEnumerable<Measurement<double>> Read(TaskMetric metric) =>
        _tasks.All.Select(task => new Measurement<double>(metric.Read(task.Figures.Look()), Tags(task)));

    private IEnumerable<Measurement<double>> ReadOperators()
    {
        GaugeReader.Default.Read(_tasks.All.SelectMany(task => task.Figures.Gauges));
        return _tasks.All.SelectMany(task => task.Figures.OperatorMetrics().Select(
            metric => new Measurement<double>(metric.Value, [.. Tags(task), new("metric", metric.Key)])));
    }

    private IEnumerable<Measurement<double>> ReadExecutors(Func<OperatorExecutor, double> read) => _executors.All.Select(
        executor => new Measurement<double>(read(executor), new("dispatcher", executor.Id), new("node", _node)));

    private static KeyValuePair<string, object?>[] Tags(SubtaskTask task) =>
    [
        new("job", task.Figures.JobName),
        new("vertex", task.Figures.Vertex),
        new("subtask", task.Id.Index),
        new("node", task.Figures.Node),
    ];
}

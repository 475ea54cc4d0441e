using System.Diagnostics.Metrics;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Runtime.Subtasks.Metrics;
using Names = FlowActors.State.RocksDb.StateMetrics;

namespace FlowActors.Runtime.Telemetry;

/// <summary>
/// Publishes the metrics of a node's subtasks through <see cref="Meter"/> <c>FlowActors</c>, under Flink's names in lower
/// case behind <c>flowactors.</c>, with the tags job, job_id, vertex, vertex_id, subtask and node, those of its threads with the tags dispatcher
/// and node, and those of the memory that state shares with the tag node. Read when a listener asks.
/// </summary>
internal sealed class MetricsExporter : IDisposable
{
    /// <summary>The name that listeners subscribe to.</summary>
    public const string MeterName = "FlowActors";

    private static readonly HashSet<string> s_named = [.. Names.OfSubtask, .. Names.OfProcess];

    private readonly Meter _meter = new(MeterName);
    private readonly string _node;
    private readonly NodeSubtasks _subtasks;
    private readonly OperatorExecutors _executors;

    public MetricsExporter(string node, NodeSubtasks subtasks, OperatorExecutors executors)
    {
        _node = node;
        _subtasks = subtasks;
        _executors = executors;
        foreach (var metric in SubtaskMetric.All) Publish(metric);
        foreach (var name in Names.OfSubtask) Publish(() => _meter.CreateObservableGauge($"flowactors.{name}", () => ReadState(name)));
        foreach (var name in Names.OfProcess) Publish(() => _meter.CreateObservableGauge($"flowactors.{name}", () => ReadState(name).Take(1).Select(OfNode)));
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
            () => new Measurement<double>(_subtasks.LeftBehind.Count, new KeyValuePair<string, object?>("node", _node)),
            description: "Threads that are still inside user code of subtasks that have ended."));
        Try(PublishSlices);
    }

    public void Dispose() => Try(_meter.Dispose);

    private void PublishSlices()
    {
        var slices = _meter.CreateHistogram<double>("flowactors.stateReadSliceTimeMs", "ms", "How long a slice of a scan of live state has held the thread of its subtask.");
        _subtasks.Slices.TellTo(slices, _node);
    }

    private void Publish(SubtaskMetric metric)
    {
        var name = $"flowactors.{metric.Name}";
        if (metric.IsCounter) Publish(() => _meter.CreateObservableCounter(name, () => Read(metric), metric.Unit));
        else Publish(() => _meter.CreateObservableGauge(name, () => Read(metric), metric.Unit));
    }

    private static void Publish(Func<Instrument> create) => Try(() => create());

    // Listeners are the application's, and hear of an instrument when it is made and when it ends.
    internal static void Try(Action action)
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

    private IEnumerable<Measurement<double>> Read(SubtaskMetric metric)
    {
        foreach (var subtask in _subtasks.All)
        {
            if (metric.Read(subtask.Figures.Look()) is { } value) yield return new Measurement<double>(value, Tags(subtask));
        }
    }

    private IEnumerable<Measurement<double>> ReadOperators()
    {
        GaugeReader.Default.Read(_subtasks.All.SelectMany(subtask => subtask.Figures.Gauges).Where(gauge => !s_named.Contains(gauge.Name)));
        return _subtasks.All.SelectMany(subtask => subtask.Figures.OperatorMetrics().Where(metric => !s_named.Contains(metric.Key)).Select(
            metric => new Measurement<double>(metric.Value, [.. Tags(subtask), new("metric", metric.Key)])));
    }

    // What the state of subtasks publishes, by one of its fixed names.
    private IEnumerable<Measurement<double>> ReadState(string name)
    {
        var gauges = _subtasks.All.Select(subtask => (Subtask: subtask, Gauge: subtask.Figures.GaugeOf(name))).Where(s => s.Gauge is not null).ToList();
        GaugeReader.Default.Read(gauges.Select(s => s.Gauge!));
        return gauges.Where(s => s.Gauge!.Value is not null).Select(s => new Measurement<double>(s.Gauge!.Value ?? 0, Tags(s.Subtask)));
    }

    private Measurement<double> OfNode(Measurement<double> ofSubtask) => new(ofSubtask.Value, new KeyValuePair<string, object?>("node", _node));

    private IEnumerable<Measurement<double>> ReadExecutors(Func<OperatorExecutor, double> read) => _executors.All.Select(
        executor => new Measurement<double>(read(executor), new("dispatcher", executor.Id), new("node", _node)));

    private static KeyValuePair<string, object?>[] Tags(Subtask subtask) =>
    [
        new("job", subtask.Figures.JobName),
        // Names may be used twice.
        new("job_id", subtask.Id.Job.ToString()),
        new("vertex", subtask.Figures.Vertex),
        new("vertex_id", subtask.Id.Vertex),
        new("subtask", subtask.Id.Index),
        new("node", subtask.Figures.Node),
    ];
}

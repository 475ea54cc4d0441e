using System.Collections.Concurrent;
using System.Diagnostics;
using FlowActors.Functions;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tasks.Metrics;

/// <summary>The metrics and accumulators of one subtask: written on its thread, read from any.</summary>
internal sealed class TaskFigures(SubtaskPlan plan, string node)
{
    private readonly ConcurrentDictionary<string, LongCounter> _longs = new();
    private readonly ConcurrentDictionary<string, DoubleCounter> _doubles = new();
    private readonly ConcurrentDictionary<string, Func<double>> _operatorMetrics = new();
    private readonly FigureBudget _accumulatorBudget = new("accumulators", ControlLimits.AccumulatorBytesMax);
    private readonly FigureBudget _metricBudget = new("metrics", ControlLimits.MetricBytesMax);
    private readonly TimeShares _shares = new(Stopwatch.GetTimestamp());
    private TaskHead? _head;
    private OutputGroup? _outputs;

    public SubtaskId Subtask => plan.Id;

    public string JobName => plan.Graph.JobName;

    public string Vertex => plan.Vertex.Name;

    public string Node => node;

    /// <summary>Since when user code has been at work, as a timestamp of <see cref="Stopwatch"/>; 0 between runs and in waits for room.</summary>
    public long CallSince => _shares.CallSince;

    public void Watch(TaskHead head, OutputGroup outputs)
    {
        _head = head;
        _outputs = outputs;
    }

    /// <summary>A scope in which waits count as back-pressured.</summary>
    public IBlockingScope Metered(IBlockingScope scope) => new MeteredScope(scope, _shares, TimeProvider.System);

    public void RunStarts(long now) => _shares.RunStarts(now);

    public void RunEnds(long now, RunResult result) => _shares.RunEnds(now, result);

    public LongCounter LongAccumulator(string name)
    {
        if (_longs.TryGetValue(name, out var known)) return known;
        _accumulatorBudget.Take(name);
        return _longs.GetOrAdd(name, static _ => new LongCounter());
    }

    public DoubleCounter DoubleAccumulator(string name)
    {
        if (_doubles.TryGetValue(name, out var known)) return known;
        _accumulatorBudget.Take(name);
        return _doubles.GetOrAdd(name, static _ => new DoubleCounter());
    }

    public void AddOperatorMetric(string name, Func<double> read)
    {
        if (!_operatorMetrics.ContainsKey(name)) _metricBudget.Take(name);
        _operatorMetrics[name] = read;
    }

    /// <summary>The names of all accumulators; null for none.</summary>
    public IReadOnlyList<string>? AccumulatorNames() =>
        _longs.IsEmpty && _doubles.IsEmpty ? null : [.. _longs.Keys.Union(_doubles.Keys)];

    public IReadOnlyDictionary<string, AccumulatorValue> Accumulators()
    {
        var values = new Dictionary<string, AccumulatorValue>();
        foreach (var (name, counter) in _longs) values[name] = new AccumulatorValue(counter.Value, null);
        foreach (var (name, counter) in _doubles) values[name] = new AccumulatorValue(null, counter.Value);
        return values;
    }

    /// <summary>The subtask as it is now, for a <see cref="TaskMetric"/> to read.</summary>
    public TaskLook Look() => new(_head, _outputs, _shares.At(Stopwatch.GetTimestamp()));

    /// <summary>All metrics by Flink's names; those of operators are prefixed with the operator's name and a dot.</summary>
    public IReadOnlyDictionary<string, double> Metrics()
    {
        var values = new Dictionary<string, double>();
        var look = Look();
        foreach (var metric in TaskMetric.All) values[metric.Name] = metric.Read(look);
        foreach (var (name, value) in OperatorMetrics()) values[name] = value;
        return values;
    }

    /// <summary>What operators publish themselves: operator name, dot, metric name.</summary>
    public IEnumerable<KeyValuePair<string, double>> OperatorMetrics() =>
        _operatorMetrics.Select(m => KeyValuePair.Create(m.Key, m.Value()));
}

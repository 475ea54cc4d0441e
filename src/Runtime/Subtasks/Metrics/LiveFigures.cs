using FlowActors.Operators;
using System.Collections.Concurrent;
using System.Diagnostics;
using FlowActors.Functions;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>The metrics and accumulators of one subtask: written on its thread, read from any.</summary>
/// <param name="plan">The subtask.</param>
/// <param name="node">The address of its node.</param>
/// <param name="subtasks">The subtasks of the node.</param>
/// <param name="gaugeFailed">Told of a gauge by its name, and why it gives no value.</param>
internal sealed class LiveFigures(SubtaskPlan plan, string node, NodeSubtasks subtasks, Action<string, string>? gaugeFailed = null)
{
    private readonly ConcurrentDictionary<string, LongCounter> _counters = new();
    private readonly ConcurrentDictionary<string, UserGauge> _gauges = new();
    private readonly FigureBudget _metricBudget = new("metrics", ControlLimits.MetricBytesMax);
    private readonly TimeShares _shares = new(Stopwatch.GetTimestamp());
    private readonly Lock _making = new();
    private RecentShares? _recent;
    private ChainHead? _head;
    private OutputGroup? _outputs;
    private Func<EventTimeLook?> _said = () => null;

    public SubtaskId Subtask => plan.Id;

    public string JobName => plan.Graph.JobName;

    public string Vertex => plan.Vertex.Name;

    public string Node => node;

    public SubtaskAccumulators Accumulators { get; } = new(plan.Id, subtasks);

    /// <summary>From where it had the files of databases that it was restored from.</summary>
    public RestoredFiles Restored { get; } = new();

    /// <summary>How long records stood still for barriers.</summary>
    public BarrierPauses Pauses { get; } = new();

    /// <summary>Since when user code has been at work, as a timestamp of <see cref="Stopwatch"/>; 0 between runs and in waits for room.</summary>
    public long CallSince => _shares.CallSince;

    /// <summary>What was done in the last seconds.</summary>
    public RecentWork RecentAt(long now) => Recent.At(now, _head?.RecordsIn ?? 0, _outputs?.RecordsOut ?? 0);

    /// <summary>Remembers how it is now; called at regular intervals.</summary>
    public void Remember(long now) => Recent.Look(now, _head?.RecordsIn ?? 0, _outputs?.RecordsOut ?? 0);

    private RecentShares Recent
    {
        get
        {
            lock (_making) return _recent ??= new RecentShares(_shares);
        }
    }

    /// <summary>How far event time is at what the subtask reads; nothing until it is opened.</summary>
    public InputTimes Times => _head?.Times ?? InputTimes.None;

    /// <summary>The subtask is opened.</summary>
    /// <param name="head">What it reads.</param>
    /// <param name="outputs">What it hands records to.</param>
    /// <param name="said">What it has said of event time last; from any thread.</param>
    public void Watch(ChainHead head, OutputGroup outputs, Func<EventTimeLook?> said) => (_head, _outputs, _said) = (head, outputs, said);

    /// <summary>A scope in which waits count as back-pressured.</summary>
    public IBlockingScope Metered(IBlockingScope scope) => new MeteredScope(scope, _shares, TimeProvider.System);

    /// <summary>A thread is asked for; from any thread, before it can be given.</summary>
    public void Scheduled(long now) => _shares.Scheduled(now);

    public void RunStarts(long now) => _shares.RunStarts(now);

    public void RunEnds(long now, Progress result) => _shares.RunEnds(now, result);

    /// <summary>User code is at work outside of a run.</summary>
    public void CallStarts(long now) => _shares.CallStarts(now);

    public void CallEnds() => _shares.CallEnds();

    /// <summary>A metric of an operator, by the operator's name, a dot and its own.</summary>
    public void AddCounter(string name, LongCounter counter)
    {
        if (!_counters.ContainsKey(name)) _metricBudget.Take(name);
        _counters[name] = counter;
    }

    /// <summary>A metric of an operator that user code reads.</summary>
    public void AddGauge(string name, Func<double> read)
    {
        if (!_gauges.ContainsKey(name)) _metricBudget.Take(name);
        var gauge = new UserGauge(name, read, gaugeFailed ?? ((_, _) => { }));
        _gauges.AddOrUpdate(name, gauge, (_, before) =>
        {
            before.End();
            return gauge;
        });
    }

    /// <summary>The gauges of its operators; read them before the metrics are asked for.</summary>
    public IEnumerable<UserGauge> Gauges => _gauges.Values;

    /// <summary>A gauge by its name; null when there is none.</summary>
    public UserGauge? GaugeOf(string name) => _gauges.GetValueOrDefault(name);

    /// <summary>The subtask has ended: its gauges are not read any more.</summary>
    public void End()
    {
        foreach (var gauge in _gauges.Values) gauge.End();
    }

    /// <summary>The subtask as it is now, for a <see cref="SubtaskMetric"/> to read.</summary>
    public SubtaskLook Look()
    {
        var now = Stopwatch.GetTimestamp();
        return new SubtaskLook(
            _head, _outputs, RecentAt(now), SpentTime.Of(_shares.SumsAt(now), _shares.Start), _shares.IsBackPressured, _shares.CallTime(now), _shares.ThreadWait(now), Pauses)
        {
            Said = _said(),
            Restored = Restored.IsAny ? Restored : null,
            Clock = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>All metrics by Flink's names; those of operators are prefixed with the operator's name and a dot.</summary>
    public IReadOnlyDictionary<string, double> Metrics()
    {
        var values = new Dictionary<string, double>();
        var look = Look();
        foreach (var metric in SubtaskMetric.All)
        {
            if (metric.Read(look) is { } value) values[metric.Name] = value;
        }

        foreach (var (name, value) in OperatorMetrics()) values[name] = value;
        return values;
    }

    /// <summary>What operators publish themselves: operator name, dot, metric name. Gauges as they were read last.</summary>
    public IEnumerable<KeyValuePair<string, double>> OperatorMetrics()
    {
        foreach (var (name, counter) in _counters) yield return KeyValuePair.Create<string, double>(name, counter.Value);
        foreach (var gauge in _gauges.Values)
        {
            if (gauge.Value is { } value) yield return KeyValuePair.Create(gauge.Name, value);
        }
    }
}

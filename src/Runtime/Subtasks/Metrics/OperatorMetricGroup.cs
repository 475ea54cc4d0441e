using FlowActors.Functions;
using FlowActors.Graph;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>Metrics of one operator, told apart from those of others by the operator's name.</summary>
/// <param name="figures">Those of the subtask.</param>
/// <param name="owner">Whose they are, as errors say it.</param>
/// <param name="prefix">What comes before their own names; empty for nothing.</param>
internal sealed class OperatorMetricGroup(LiveFigures figures, string owner, string prefix) : IMetricGroup
{
    private readonly Dictionary<string, LongCounter?> _taken = new(StringComparer.Ordinal);

    /// <summary>Those of an operator of a chain.</summary>
    public OperatorMetricGroup(LiveFigures figures, JobVertex vertex, int chainIndex)
        : this(figures, $"operator '{vertex.Chain[chainIndex].Node.Name}'", $"{Name(vertex, chainIndex)}.")
    {
    }

    public LongCounter Counter(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_taken.TryGetValue(name, out var known)) return known ?? throw Taken(name, nameof(Counter));
        var counter = new LongCounter();
        _taken.Add(name, counter);
        figures.AddCounter($"{prefix}{name}", counter);
        return counter;
    }

    public void Gauge(string name, Func<double> read)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(read);
        if (_taken.ContainsKey(name)) throw Taken(name, nameof(Gauge));
        _taken.Add(name, null);
        figures.AddGauge($"{prefix}{name}", read);
    }

    private InvalidOperationException Taken(string name, string call) => new(
        $"Metric '{name}' of {owner} is there already, as a {(_taken[name] is null ? "gauge" : "counter")}, " +
        $"and {call} would take its place: give each metric of an operator a name of its own.");

    // Several operators of a chain may have one name, such as that of their kind: the second one's metrics begin with "Map (2)".
    private static string Name(JobVertex vertex, int chainIndex)
    {
        var name = vertex.Chain[chainIndex].Node.Name;
        var twins = vertex.Chain.Take(chainIndex).Count(o => o.Node.Name == name);
        return twins == 0 ? name : $"{name} ({twins + 1})";
    }
}

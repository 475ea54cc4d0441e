using FlowActors.Functions;
using FlowActors.Graph;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>Metrics of one operator, told apart from those of others by the operator's name.</summary>
internal sealed class OperatorMetricGroup(LiveFigures figures, JobVertex vertex, int chainIndex) : IMetricGroup
{
    private readonly string _prefix = Prefix(vertex, chainIndex);
    private readonly Dictionary<string, LongCounter?> _taken = new(StringComparer.Ordinal);

    public LongCounter Counter(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_taken.TryGetValue(name, out var known)) return known ?? throw Taken(name, nameof(Counter));
        var counter = new LongCounter();
        _taken.Add(name, counter);
        figures.AddCounter($"{_prefix}.{name}", counter);
        return counter;
    }

    public void Gauge(string name, Func<double> read)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(read);
        if (_taken.ContainsKey(name)) throw Taken(name, nameof(Gauge));
        _taken.Add(name, null);
        figures.AddGauge($"{_prefix}.{name}", read);
    }

    private InvalidOperationException Taken(string name, string call) => new(
        $"Metric '{name}' of operator '{vertex.Chain[chainIndex].Node.Name}' is there already, as a {(_taken[name] is null ? "gauge" : "counter")}, " +
        $"and {call} would take its place: give each metric of an operator a name of its own.");

    // Several operators of a chain may have one name, such as that of their kind: the second one's metrics begin with "Map (2)".
    private static string Prefix(JobVertex vertex, int chainIndex)
    {
        var name = vertex.Chain[chainIndex].Node.Name;
        var twins = vertex.Chain.Take(chainIndex).Count(o => o.Node.Name == name);
        return twins == 0 ? name : $"{name} ({twins + 1})";
    }
}

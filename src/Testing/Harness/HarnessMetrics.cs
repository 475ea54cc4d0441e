using FlowActors.Functions;

namespace FlowActors.Testing;

/// <summary>The metrics that an operator has made, for a test to read.</summary>
public sealed class HarnessMetrics : IMetricGroup
{
    private readonly Dictionary<string, LongCounter> _counters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<double>> _gauges = new(StringComparer.Ordinal);

    internal HarnessMetrics()
    {
    }

    /// <summary>The names of all metrics.</summary>
    public IEnumerable<string> Names => _counters.Keys.Concat(_gauges.Keys);

    /// <summary>The present value of a counter or a gauge.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public double this[string name] => _counters.TryGetValue(name, out var counter) ? counter.Value
        : _gauges.TryGetValue(name, out var read) ? read()
        : throw new ArgumentException($"There is no metric '{name}'; there are: {string.Join(", ", Names)}.", nameof(name));

    /// <inheritdoc/>
    public LongCounter Counter(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_gauges.ContainsKey(name)) throw new InvalidOperationException($"The metric '{name}' is a gauge.");
        if (!_counters.TryGetValue(name, out var counter)) _counters.Add(name, counter = new LongCounter());
        return counter;
    }

    /// <inheritdoc/>
    public void Gauge(string name, Func<double> read)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(read);
        if (_counters.ContainsKey(name) || !_gauges.TryAdd(name, read)) throw new InvalidOperationException($"The metric '{name}' is there already.");
    }
}

using FlowActors.Functions;

namespace FlowActors.Tests.Harness;

internal sealed class TestMetrics : IMetricGroup
{
    public Dictionary<string, LongCounter> Counters { get; } = [];

    public LongCounter Counter(string name)
    {
        if (!Counters.TryGetValue(name, out var counter)) Counters.Add(name, counter = new LongCounter());
        return counter;
    }

    public Dictionary<string, Func<double>> Gauges { get; } = [];

    public void Gauge(string name, Func<double> read) => Gauges.Add(name, read);
}

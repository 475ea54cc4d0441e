using FlowActors.Functions;

namespace FlowActors.Runtime.Tasks.Metrics;

/// <summary>Metrics of one operator, told apart from those of others by the operator's name.</summary>
internal sealed class OperatorMetricGroup(TaskFigures figures, string operatorName) : IMetricGroup
{
    public LongCounter Counter(string name)
    {
        var counter = new LongCounter();
        figures.AddCounter($"{operatorName}.{name}", counter);
        return counter;
    }

    public void Gauge(string name, Func<double> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        figures.AddGauge($"{operatorName}.{name}", read);
    }
}

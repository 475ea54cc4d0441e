namespace FlowActors.Functions;

/// <summary>Makes metrics that are exported with the names and labels of the operator and subtask they belong to.</summary>
public interface IMetricGroup
{
    /// <summary>A counter, exported under the given name.</summary>
    /// <exception cref="InvalidOperationException">All metrics that operators of the subtask publish would take more than 256 KiB.</exception>
    LongCounter Counter(string name);

    /// <summary>A value that is read when somebody looks, from any thread.</summary>
    /// <exception cref="InvalidOperationException">All metrics that operators of the subtask publish would take more than 256 KiB.</exception>
    void Gauge(string name, Func<double> read);
}

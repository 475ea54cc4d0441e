namespace FlowActors.Functions;

/// <summary>
/// Makes metrics that are exported with the names and labels of the operator and subtask they belong to. Names are not empty;
/// each stands for one metric of its operator.
/// </summary>
public interface IMetricGroup
{
    /// <summary>A counter, exported under the given name; the same one each time the name is asked for.</summary>
    /// <exception cref="InvalidOperationException">
    /// The name is that of a gauge, or all metrics that operators of the subtask publish would take more than 256 KiB.
    /// </exception>
    LongCounter Counter(string name);

    /// <summary>A value that is read when somebody looks, from any thread.</summary>
    /// <exception cref="InvalidOperationException">
    /// The name is taken, or all metrics that operators of the subtask publish would take more than 256 KiB.
    /// </exception>
    void Gauge(string name, Func<double> read);
}

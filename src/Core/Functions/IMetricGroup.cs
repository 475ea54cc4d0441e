namespace FlowActors.Functions;

/// <summary>Makes metrics that are exported with the names and labels of the operator and subtask they belong to.</summary>
public interface IMetricGroup
{
    /// <summary>A counter, exported under the given name.</summary>
    LongCounter Counter(string name);

    /// <summary>A value that is read when somebody looks, from any thread.</summary>
    void Gauge(string name, Func<double> read);
}

using System.Diagnostics.Metrics;
using FlowActors.Runtime.Control.Coordination;

namespace FlowActors.Runtime.Telemetry;

/// <summary>
/// Publishes the metrics of the jobs whose coordinators live on a node through the same meter as <see cref="MetricsExporter"/>, with the tags job, job_id
/// and node. Read when a listener asks.
/// </summary>
internal sealed class JobMetricsExporter : IDisposable
{
    private readonly Meter _meter = new(MetricsExporter.MeterName);
    private readonly string _node;
    private readonly JobLooks _jobs;
    private readonly TimeProvider _time;

    /// <param name="node">The address of the node.</param>
    /// <param name="jobs">The jobs.</param>
    /// <param name="time">The clock.</param>
    public JobMetricsExporter(string node, JobLooks jobs, TimeProvider time)
    {
        (_node, _jobs, _time) = (node, jobs, time);
        foreach (var metric in JobMetric.All)
        {
            var name = $"flowactors.{metric.Name}";
            if (metric.IsCounter) MetricsExporter.Try(() => _meter.CreateObservableCounter(name, () => Read(metric), metric.Unit));
            else MetricsExporter.Try(() => _meter.CreateObservableGauge(name, () => Read(metric), metric.Unit));
        }
    }

    public void Dispose() => MetricsExporter.Try(_meter.Dispose);

    private IEnumerable<Measurement<double>> Read(JobMetric metric)
    {
        var now = _time.GetUtcNow();
        return _jobs.All.Select(job => new Measurement<double>(
            metric.Read(job, now), new("job", job.Name), new("job_id", job.Job.ToString()), new KeyValuePair<string, object?>("node", _node)));
    }
}

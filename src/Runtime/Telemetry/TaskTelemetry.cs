using FlowActors.Runtime.Tasks;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Telemetry;

/// <summary>What watches the subtasks of one node for as long as the node lives.</summary>
internal sealed class TaskTelemetry(NodeTasks tasks, ILoggerFactory loggers, TimeProvider time) : IDisposable
{
    private readonly MetricsExporter _metrics = new(tasks);
    private readonly LongCallWatch _longCalls = new(tasks, loggers, time);

    public void Dispose()
    {
        _metrics.Dispose();
        _longCalls.Dispose();
    }
}

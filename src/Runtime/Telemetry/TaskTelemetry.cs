using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Tasks.Dispatching;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Telemetry;

/// <summary>What watches the subtasks and threads of one node for as long as the node lives.</summary>
internal sealed class TaskTelemetry(string node, NodeTasks tasks, OperatorExecutors executors, ILoggerFactory loggers, TimeProvider time) : IDisposable
{
    private readonly MetricsExporter _metrics = new(node, tasks, executors);
    private readonly LongCallWatch _longCalls = new(tasks, loggers, time);
    private readonly ThreadWatch _threads = new(tasks, executors, loggers, time);

    public void Dispose()
    {
        _metrics.Dispose();
        _longCalls.Dispose();
        _threads.Dispose();
    }
}

using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Dispatching;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Telemetry;

/// <summary>What watches the subtasks and threads of one node for as long as the node lives.</summary>
/// <param name="node">The address of the node.</param>
/// <param name="subtasks">Its subtasks.</param>
/// <param name="longRuns">What keeps their runs short; ends with it.</param>
/// <param name="executors">Their threads.</param>
/// <param name="loggers">Where warnings go.</param>
/// <param name="time">The clock.</param>
internal sealed class SubtaskTelemetry(
    string node, NodeSubtasks subtasks, LongRunWatch longRuns, OperatorExecutors executors, ILoggerFactory loggers, TimeProvider time) : IDisposable
{
    private readonly MetricsExporter _metrics = new(node, subtasks, executors);
    private readonly LongCallWatch _longCalls = new(subtasks, loggers, time);
    private readonly ShareWatch _shares = new(subtasks, time);
    private readonly ThreadWatch _threads = new(subtasks, executors, loggers, time);

    public void Dispose()
    {
        _metrics.Dispose();
        _longCalls.Dispose();
        _shares.Dispose();
        _threads.Dispose();
        longRuns.Dispose();
    }
}

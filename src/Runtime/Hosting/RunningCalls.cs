using System.Diagnostics;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Hosting;

/// <summary>The subtasks of a node whose threads are in user code now.</summary>
internal static class RunningCalls
{
    /// <summary>The longest first.</summary>
    public static IEnumerable<RunningCall> Of(NodeSubtasks subtasks)
    {
        var now = Stopwatch.GetTimestamp();
        return subtasks.All.Select(subtask => (Subtask: subtask, Since: subtask.Figures.CallSince)).Where(call => call.Since != 0).OrderBy(call => call.Since).Select(call => new RunningCall(
            call.Subtask.Id,
            ControlText.Cut(call.Subtask.Figures.Vertex, ControlLimits.NameBytesMax),
            ControlText.Cut(call.Subtask.CurrentOperator, ControlLimits.NameBytesMax),
            Stopwatch.GetElapsedTime(call.Since, Math.Max(call.Since, now)).TotalMilliseconds));
    }
}
